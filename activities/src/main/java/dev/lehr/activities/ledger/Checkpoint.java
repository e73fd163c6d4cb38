package dev.lehr.activities.ledger;

/**
 * Where a task was left.
 *
 * @param state the encoded single-system state
 * @param iterations steps made
 * @param swapAttempts swap attempts made
 */
public record Checkpoint(byte[] state, int iterations, int swapAttempts) {}
