package dev.lehr.simulation.analysis.hull;

/**
 * A product of a decomposition.
 *
 * @param id of the entry
 * @param fraction of the atoms that end up in it
 */
public record Share(String id, double fraction) {}
