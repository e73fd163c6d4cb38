package dev.lehr.simulation.engine;

import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Carries a model's output into the columns of a state, a system at a time. */
final class Forward {

  /** The columns that a model's output goes into. */
  static final Set<String> RESULTS =
      Set.of(Stepper.ENERGY, Stepper.ENERGIES, Stepper.FORCES, Stepper.STRESS);

  private final ModelOutput output;
  private final SimState state;
  private final double[] energy;
  private final double[] stress;
  private final double[] energies;
  private final double[] forces;
  private final List<Extra> extras = new ArrayList<>();

  /** Of a batch that the model has been run on. */
  Forward(ModelOutput output, SimState state) {
    this.output = output;
    this.state = state;
    this.energy = state.doubles(Stepper.ENERGY);
    this.stress = state.doubles(Stepper.STRESS);
    this.energies = state.doubles(Stepper.ENERGIES);
    this.forces = state.doubles(Stepper.FORCES);
    output.extras().forEach(this::keep);
  }

  private void keep(String name, double[] values) {
    String column = ExtraOutput.columnOf(name);
    if (state.hasColumn(column)) {
      extras.add(new Extra(state.column(column), state.doubles(column), values));
    }
  }

  /** Where rows of a further output come from and go to. */
  private record Extra(Column column, double[] into, double[] from) {
    void copy(int firstRow, int rows) {
      int width = column.width();
      System.arraycopy(from, width * firstRow, into, width * firstRow, width * rows);
    }
  }

  static void addColumns(SimState state) {
    addIfMissing(state, Stepper.ENERGY, Scope.SYSTEM, 1);
    addIfMissing(state, Stepper.ENERGIES, Scope.ATOM, 1);
    addIfMissing(state, Stepper.FORCES, Scope.ATOM, 3);
    addIfMissing(state, Stepper.STRESS, Scope.SYSTEM, 9);
    if (!state.hasColumn(Stepper.ITERATION)) {
      state.addLongs(Stepper.ITERATION, Scope.SYSTEM, 1, 0);
    }
  }

  private static void addIfMissing(SimState state, String name, Scope scope, int width) {
    if (!state.hasColumn(name)) {
      state.addDoubles(name, scope, width, Double.NaN);
    }
  }

  /** Copies one system's rows. Different systems may be stored at the same time. */
  void store(int system) {
    int first = state.firstAtom(system);
    int atoms = state.nAtoms(system);
    energy[system] = output.energy()[system];
    System.arraycopy(output.stress(), 9 * system, stress, 9 * system, 9);
    System.arraycopy(output.energies(), first, energies, first, atoms);
    System.arraycopy(output.forces(), 3 * first, forces, 3 * first, 3 * atoms);
    // By number: an iterator for each system and step would be the only thing that a step makes.
    for (int k = 0; k < extras.size(); k++) {
      Extra extra = extras.get(k);
      boolean ofAtoms = extra.column.scope() == Scope.ATOM;
      extra.copy(ofAtoms ? first : system, ofAtoms ? atoms : 1);
    }
  }
}
