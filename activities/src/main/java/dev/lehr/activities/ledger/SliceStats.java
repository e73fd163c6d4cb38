package dev.lehr.activities.ledger;

/**
 * Figures of one slice, for people.
 *
 * @param wallSeconds how long it took
 * @param steps steps made on the shard's systems
 * @param atomSteps sum of atoms times steps
 * @param occupancy device occupancy, 0 to 1
 */
public record SliceStats(double wallSeconds, long steps, long atomSteps, double occupancy) {}
