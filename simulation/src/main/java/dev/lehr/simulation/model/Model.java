package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Optional;

/**
 * Energy, forces and stress of a batch of systems.
 *
 * <p>A model in Java gives each system the same bits whatever else is in the batch and however many
 * threads work on it. {@code evaluate} does not change the state but for its own companions.
 */
public interface Model {

  /** Name as in a campaign file, for example {@code eam-zhou2004}. */
  String name();

  /**
   * Hex SHA-256 of everything that the numbers depend on: functional form, parameters, truncation,
   * precision and the version of the code.
   */
  String digest();

  /** Largest distance at which two atoms interact, angstrom; infinite where there is no cutoff. */
  double cutoff();

  /**
   * How far a displacement of an atom changes the forces on others, angstrom: the cutoff for pairs,
   * twice the cutoff where energies depend on neighbours' environments, more for message passing.
   */
  default double range() {
    return 2 * cutoff();
  }

  /**
   * Whether {@link #range} is known, and not only a guess: a file may not say how many layers of
   * message passing it has.
   */
  default boolean isRangeKnown() {
    return true;
  }

  /** Whether it computes in float32: good for relaxations, not for small differences of forces. */
  default boolean isSinglePrecision() {
    return false;
  }

  /**
   * Whether an atom has an end of neighbours in a system: without a cutoff a periodic one has none.
   *
   * @param pbc periodicity of one system along each lattice vector
   */
  default boolean endsWithin(boolean[] pbc) {
    return cutoff() < Double.POSITIVE_INFINITY || !(pbc[0] || pbc[1] || pbc[2]);
  }

  /** Whether the model knows the element. */
  boolean supports(int atomicNumber);

  /** The metric that memory grows with. */
  MemoryMetric memoryScalesWith();

  /**
   * Computes energy, energies, forces and stress of every system.
   *
   * @param state the batch; positions need not be wrapped
   * @param output filled by this call
   */
  void evaluate(SimState state, ModelOutput output);

  /**
   * About how much memory a system takes in a forward pass, with its columns and neighbours on the
   * host, bytes; rather too much than too little. With the models in Java and a cell that relaxes
   * the heap shows 650 to 1000 bytes an atom of a metal; a swap copies a batch, and this has room
   * for most of that.
   *
   * @param edges directed pairs within the cutoff
   */
  default long workingBytes(long atoms, long edges) {
    return 800 * atoms + 8 * edges;
  }

  /** Where forward passes run: a device's name, or {@code host}. */
  default String placement() {
    return "host";
  }

  /** Memory of the device that it runs on; empty where that is the host, or it does not tell. */
  default Optional<DeviceMemory> memory() {
    return Optional.empty();
  }

  /** Gives memory back that is kept for the next call; asked for where there was too little. */
  default void releaseCaches() {}

  /** What it takes of each system besides the geometry; see {@link SystemInput#give}. */
  default List<SystemInput> inputs() {
    return List.of();
  }

  /** What it gives besides energy, energies of atoms, forces and stress. */
  default List<ExtraOutput> outputs() {
    return List.of();
  }

  /** What there is to say after it has been used, one sentence each, for people; often nothing. */
  default List<String> remarks() {
    return List.of();
  }

  /** What a user should know before trusting the numbers, one sentence each; often nothing. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * The functional of the calculations that it was fitted to, for example {@code PBE}; empty where
   * it does not say.
   */
  default String functional() {
    return "";
  }

  /** Corrections that its energies contain, for example {@code MP2020}; empty as above. */
  default String corrections() {
    return "";
  }
}
