package dev.lehr.simulation.analysis.eos;

/**
 * One evaluation.
 *
 * @param volume angstrom^3
 * @param energy eV
 */
public record EosPoint(double volume, double energy) {}
