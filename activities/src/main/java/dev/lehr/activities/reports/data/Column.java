package dev.lehr.activities.reports.data;

/**
 * A scalar value of a stage.
 *
 * @param stage index of the stage
 * @param name of the value
 * @param key stage id and name, {@code relax.energy}: the column's name in tables
 */
public record Column(int stage, String name, String key) {}
