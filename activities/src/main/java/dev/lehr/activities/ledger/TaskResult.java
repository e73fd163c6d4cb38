package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;

/**
 * How a task ended.
 *
 * @param status a terminal status
 * @param reason machine-readable; empty where it converged
 * @param detail a sentence; empty where there is nothing to say
 * @param energy eV; NaN where there is none
 * @param iterations steps made
 * @param swapAttempts swap attempts made
 * @param properties JSON object of the other numbers (fmax, stress, pressure, enthalpy, notes, ...)
 * @param state the encoded final single-system state with forces and stress; empty where there is
 *     none
 */
public record TaskResult(
    TaskStatus status,
    String reason,
    String detail,
    double energy,
    int iterations,
    int swapAttempts,
    String properties,
    byte[] state) {}
