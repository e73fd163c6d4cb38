package dev.lehr.activities.djl;

/**
 * What a model gives besides energy, forces and stress, named in {@code meta.json}.
 *
 * @param name energies, magmoms, charges or the like
 * @param perAtom for each atom, otherwise for each system
 * @param width numbers for each
 */
public record ExtraOutput(String name, boolean perAtom, int width) {}
