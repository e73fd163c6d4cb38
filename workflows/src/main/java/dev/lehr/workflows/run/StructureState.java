package dev.lehr.workflows.run;

import org.jspecify.annotations.Nullable;

/**
 * Where a structure stands.
 *
 * @param structure its index in the campaign
 * @param stage index of its stage
 * @param status {@link dev.lehr.workflows.status.TaskStatus#key()}
 * @param swapAttempts swap attempts in that stage
 * @param iterations steps in that stage
 * @param energy eV; null where there is none
 * @param reason empty where there is nothing to say
 */
public record StructureState(
    long structure,
    int stage,
    String status,
    int swapAttempts,
    int iterations,
    @Nullable Double energy,
    String reason) {}
