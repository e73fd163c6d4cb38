package dev.lehr.simulation.model;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * What a model gives besides energy, energies of atoms, forces and stress: magnetic moments,
 * charges. It goes into a column of the system.
 *
 * @param name magmoms, charges or the like
 * @param scope of atoms or of systems
 * @param width numbers for each
 */
public record ExtraOutput(String name, Scope scope, int width) {

  private static final String PREFIX = "model_output_";

  /** The name of its column. */
  public String column() {
    return PREFIX + name;
  }

  /** Gives a system the columns that a model will fill. */
  public static void addColumns(List<ExtraOutput> outputs, SimState state) {
    for (ExtraOutput output : outputs) {
      state.addDoubles(output.column(), output.scope, output.width, Double.NaN);
    }
  }

  /** Of a system's columns, those that a model has filled, by the names of the outputs. */
  public static List<String> namesIn(SimState state) {
    return state.columnNames().stream()
        .filter(c -> c.startsWith(PREFIX))
        .map(c -> c.substring(PREFIX.length()))
        .toList();
  }

  /** The name of the column of an output. */
  public static String columnOf(String name) {
    return PREFIX + name;
  }
}
