package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.linalg.MatrixExponential;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The cell gradient of every filter is the slope of the enthalpy along every strain that is free.
 */
class CellGradientTest {

  private static final Convergence NEVER = Convergence.force(1e-12, 1_000_000);
  private static final double H = 1e-5;

  private final CopperRun copper = new CopperRun();

  private static List<Boolean> mask(Random random, boolean closed) {
    boolean[] free = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
    boolean third = random.nextBoolean();
    Boolean[] six = new Boolean[6];
    for (int k = 0; k < 3; k++) {
      six[k] = free[k];
    }
    if (closed) {
      boolean all = free[0] && free[1] && free[2] && third;
      int shear = 3 + random.nextInt(3);
      for (int k = 3; k < 6; k++) {
        boolean bothStretches = free[(k - 2) % 3] && free[(k - 1) % 3];
        six[k] = all || (third && k == shear && bothStretches);
      }
    } else {
      for (int k = 3; k < 6; k++) {
        six[k] = random.nextBoolean();
      }
    }
    return CellFilter.maskOfVoigt(List.of(six));
  }

  private static CellFilter filter(Random random, CellFilter.Kind kind) {
    double pressure = 0.1 * random.nextGaussian();
    int which = random.nextInt(4);
    CellFilter filter = new CellFilter(kind, pressure, which == 1, which == 2);
    if (which == 0 || !random.nextBoolean()) {
      return filter;
    }
    List<Boolean> mask = mask(random, kind == CellFilter.Kind.FRECHET);
    boolean stretches = mask.get(0) || mask.get(4) || mask.get(8);
    return which == 1 && !stretches ? filter : filter.withMask(mask);
  }

  @Property(tries = 2000)
  void isTheSlopeOfTheEnthalpy(@ForAll long seed) {
    Random random = new Random(seed);
    for (CellFilter.Kind kind : List.of(CellFilter.Kind.UNIT, CellFilter.Kind.FRECHET)) {
      CellFilter filter = filter(random, kind);
      Optimizer fire = Optimizer.of(FireSettings.defaults(FireSettings.Flavour.ASE), filter, NEVER);
      SimState state = CopperRun.cell(random, 0.1, 0.04);
      for (int k = 0; k < 3; k++) {
        state.pbc()[k] = random.nextInt(4) > 0;
      }
      state.pbc()[random.nextInt(3)] = true;
      copper.start(fire, state);
      deform(state, kind, randomStrain(random, state, filter));
      copper.evaluate(state);
      fire.judge(state, 0);
      double[] forces = state.doubles(Optimizer.CELL_FORCES).clone();
      double[] inSpace = free(state, filter, forces.clone());
      // Two projections round differently: by 2e-12 with seed -1143548.
      assertThat(inSpace).as("%s", filter).containsExactly(forces, within(1e-10));
      for (int i = 0; i < 9; i++) {
        double[] along = new double[9];
        along[i] = 1;
        along = free(state, filter, along);
        double expected = 0;
        for (int k = 0; k < 9; k++) {
          expected -= state.nAtoms() * forces[k] * along[k];
        }
        assertThat(slopeNearest(expected, state, kind, fire, along))
            .as("%s component %s", filter, i)
            .isCloseTo(expected, within(2e-6));
      }
    }
  }

  private static double[] free(SimState state, CellFilter filter, double[] strain) {
    StrainSpace space = new StrainSpace().of(state, 0, filter);
    space.project(strain);
    if (filter.hydrostatic()) {
      space.keepTrace(strain);
    }
    if (filter.constantVolume()) {
      space.removeTrace(strain);
    }
    return strain;
  }

  private static double[] randomStrain(Random random, SimState state, CellFilter filter) {
    double[] strain = new double[9];
    for (int i = 0; i < 9; i++) {
      strain[i] = 0.05 * random.nextGaussian();
    }
    return free(state, filter, strain);
  }

  /**
   * The slope from both sides; or from one, where an atom's density crosses a seam of copper's
   * embedding function, whose pieces meet to 4e-7 eV only.
   */
  private double slopeNearest(
      double expected, SimState state, CellFilter.Kind kind, Optimizer fire, double[] along) {
    double[] e = new double[5];
    double[] step = new double[9];
    for (int i = 0; i < 5; i++) {
      for (int k = 0; k < 9; k++) {
        step[k] = (i - 2) * H * along[k];
      }
      SimState moved = state.copy();
      deform(moved, kind, step);
      copper.evaluate(moved);
      e[i] = fire.enthalpy(moved, 0);
    }
    double central = (e[3] - e[1]) / (2 * H);
    double forward = (-3 * e[2] + 4 * e[3] - e[4]) / (2 * H);
    double backward = (3 * e[2] - 4 * e[1] + e[0]) / (2 * H);
    double oneSided =
        Math.abs(forward - expected) < Math.abs(backward - expected) ? forward : backward;
    boolean atASeam =
        Math.abs(central - expected) > 2e-6 && Math.abs(central - expected) * 2 * H < 4e-7;
    return atASeam ? oneSided : central;
  }

  /** Adds a strain to the coordinates of the cell, with atoms that go along. */
  private static void deform(SimState state, CellFilter.Kind kind, double[] by) {
    String column =
        kind == CellFilter.Kind.UNIT ? Optimizer.DEFORMATION : Optimizer.LOG_DEFORMATION;
    double[] coordinates = state.doubles(column);
    double[] before = gradient(coordinates, kind);
    for (int i = 0; i < 9; i++) {
      coordinates[i] += by[i];
    }
    double[] after = gradient(coordinates, kind);
    double[] change = Matrix3.multiply(after, Matrix3.inverse(before));
    double[] cell = Matrix3.multiply(state.cell().clone(), Matrix3.transpose(change));
    System.arraycopy(cell, 0, state.cell(), 0, 9);
    double[] r = new double[3];
    for (int i = 0; i < state.positions().length; i += 3) {
      Coordinates.transform(change, state.positions(), i, r);
      System.arraycopy(r, 0, state.positions(), i, 3);
    }
  }

  private static double[] gradient(double[] coordinates, CellFilter.Kind kind) {
    return kind == CellFilter.Kind.UNIT ? coordinates.clone() : MatrixExponential.exp(coordinates);
  }
}
