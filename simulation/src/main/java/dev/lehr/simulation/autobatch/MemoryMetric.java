package dev.lehr.simulation.autobatch;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The number of a system that device memory grows with. */
public enum MemoryMetric {
  /** Number of atoms. */
  N_ATOMS("n_atoms"),
  /** Number of atoms times number density in atoms per cubic nanometre. */
  N_ATOMS_X_DENSITY("n_atoms_x_density"),
  /** Number of directed neighbour pairs within the cutoff. */
  N_EDGES("n_edges");

  private final String key;

  MemoryMetric(String key) {
    this.key = key;
  }

  /** The name that torch-sim and campaign files use. */
  public String key() {
    return key;
  }

  /**
   * The metric of a name.
   *
   * @throws IllegalArgumentException where there is none, with torch-sim's text
   */
  public static MemoryMetric of(String key) {
    for (MemoryMetric metric : values()) {
      if (metric.key.equals(key)) {
        return metric;
      }
    }
    throw new IllegalArgumentException(
        "Invalid metric: "
            + key
            + ", must be one of "
            + Arrays.stream(new MemoryMetric[] {N_ATOMS_X_DENSITY, N_ATOMS, N_EDGES})
                .map(m -> "'" + m.key + "'")
                .collect(Collectors.joining(", ", "(", ")")));
  }

  @Override
  public String toString() {
    return key;
  }
}
