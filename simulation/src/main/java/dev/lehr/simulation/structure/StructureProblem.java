package dev.lehr.simulation.structure;

/**
 * Why a structure cannot be computed.
 *
 * @param reason a machine-readable word, for example {@code overlapping_atoms}
 * @param field what is wrong: {@code pos}, {@code Lattice}, {@code species}, {@code mass}
 * @param atom the atom concerned, or -1 for the whole structure
 * @param found what was found, for people
 * @param expected what was expected, for people
 */
public record StructureProblem(
    String reason, String field, int atom, String found, String expected) {}
