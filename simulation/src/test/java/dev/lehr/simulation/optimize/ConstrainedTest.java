package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConstrainedTest {

  private static final Convergence LOOSE = Convergence.force(5e-3, 4000);

  private final CopperRun copper = new CopperRun();

  private static void constrain(Random random, SimState state) {
    boolean[] moves = new boolean[12];
    for (int i = 0; i < 12; i++) {
      moves[i] = random.nextInt(3) > 0;
    }
    if (random.nextBoolean()) {
      Constraints.hold(state, moves, 3);
    }
    if (random.nextBoolean()) {
      Constraints.holdCenterOfMass(state);
    }
  }

  private static double[] gaussians(Random random, int n) {
    return random.doubles(n).map(x -> 2 * x - 1).toArray();
  }

  private static double[] moment(SimState state, double[] v) {
    double[] moment = new double[3];
    for (int i = 0; i < v.length; i++) {
      moment[i % 3] += state.masses()[i / 3] * v[i];
    }
    return moment;
  }

  @Property(tries = 1000)
  void projectionsAreIdempotentAndLeaveWhatIsHeld(@ForAll long seed) {
    Random random = new Random(seed);
    SimState state = CopperRun.cell(random, 0.1, 0.02);
    constrain(random, state);
    double[] forces = gaussians(random, 12);
    double[] step = gaussians(random, 12);
    final double[] raw = forces.clone();
    Constraints.projectForces(state, 0, forces);
    Constraints.projectStep(state, 0, step);
    double[] forcesTwice = forces.clone();
    double[] stepTwice = step.clone();
    Constraints.projectForces(state, 0, forcesTwice);
    Constraints.projectStep(state, 0, stepTwice);
    assertThat(forcesTwice).containsExactly(forces, within(1e-14));
    assertThat(stepTwice).containsExactly(step, within(1e-14));
    double removedAlongStep = 0;
    for (int i = 0; i < 12; i++) {
      if (Constraints.holds(state, i)) {
        assertThat(forces[i]).isEqualTo(0);
        assertThat(step[i]).isEqualTo(0);
      }
      removedAlongStep += (raw[i] - forces[i]) * step[i];
    }
    // What is taken out of the forces does no work along any step that is allowed.
    assertThat(removedAlongStep).isCloseTo(0, within(1e-13));
    if (Constraints.holdsCenterOfMass(state, 0)) {
      assertThat(moment(state, step)).containsExactly(new double[3], within(1e-12));
      assertThat(moment(state, forces)).containsExactly(new double[3], within(1e-12));
    }
  }

  @Test
  void heldAtomsKeepTheirBitsInAFixedCellAndTheirFractionsInAMovingOne() {
    for (OptimizerSettings settings : CopperRun.settings()) {
      for (CellFilter filter :
          List.of(
              CellFilter.none(),
              CellFilter.frechet(0),
              new CellFilter(CellFilter.Kind.UNIT, 0, false, false))) {
        if (filter.kind() != CellFilter.Kind.NONE && settings instanceof VvFireSettings) {
          continue;
        }
        SimState state = CopperRun.cell(new Random(8), 0.12, 0.02);
        Constraints.hold(state, new boolean[] {false, true, true, true}, 1);
        boolean[] partly = new boolean[12];
        java.util.Arrays.fill(partly, true);
        partly[5] = false;
        Constraints.hold(state, partly, 3);
        final SimState start = state.copy();
        Optimizer optimizer = Optimizer.of(settings, filter, LOOSE);
        String what = settings + " " + filter.kind();
        assertThat(copper.relax(optimizer, state)).as(what).isEqualTo(new Verdict.Converged());
        assertThat(state.positions()[8]).as(what).isNotEqualTo(start.positions()[8]);
        if (filter.kind() == CellFilter.Kind.NONE) {
          for (int i : new int[] {0, 1, 2, 5}) {
            assertThat(state.positions()[i]).as(what).isEqualTo(start.positions()[i]);
          }
        } else if (!(settings instanceof GradientDescentSettings d)
            || d.flavour() == FireSettings.Flavour.ASE) {
          assertThat(fraction(state)).as(what).containsExactly(fraction(start), within(1e-14));
          assertThat(state.cell()).as(what).isNotEqualTo(start.cell());
        }
        // With a cell filter fmax bounds the rows of f F, as in ASE.
        assertThat(Figures.fmax(state, 0)).as(what).isLessThan(1.1 * 5e-3);
        assertThat(optimizer.note(state, 0))
            .hasValueSatisfying(n -> assertThat(n).contains("2 of 4 atoms are held"));
      }
    }
  }

  private static double[] fraction(SimState state) {
    double[] inverse = Matrix3.inverse(state.cell());
    double[] fraction = new double[3];
    Coordinates.transform(Matrix3.transpose(inverse), state.positions(), 0, fraction);
    return fraction;
  }

  @Test
  void aHeldCentreOfMassStaysWhereItWas() {
    for (OptimizerSettings settings : CopperRun.settings()) {
      SimState state = CopperRun.cell(new Random(9), 0.12, 0);
      state.pbc()[2] = false;
      Constraints.holdCenterOfMass(state);
      final double[] before = moment(state, state.positions());
      Optimizer optimizer = Optimizer.of(settings, CellFilter.none(), LOOSE);
      assertThat(copper.relax(optimizer, state))
          .as("%s", settings)
          .isEqualTo(new Verdict.Converged());
      assertThat(moment(state, state.positions()))
          .as("%s", settings)
          .containsExactly(before, within(1e-10));
    }
  }

  @Test
  void aRattleDependsOnSeedStageAndStructureAloneAndSparesWhatIsHeld() {
    StartConditions start =
        new StartConditions(
            Optional.of(new Rattle(0.02, 0, 7, "relax")), true, List.of(), List.of(-1));
    SimState a = CopperRun.cell(new Random(10), 0, 0);
    SimState b = a.copy();
    SimState c = a.copy();
    final double[] before = a.positions().clone();
    assertThat(start.apply(a, "one")).isEmpty();
    assertThat(start.apply(b, "one")).isEmpty();
    assertThat(start.apply(c, "two")).isEmpty();
    assertThat(a.positions()).containsExactly(b.positions());
    assertThat(c.positions()).isNotEqualTo(a.positions());
    double sum2 = 0;
    for (int i = 0; i < 9; i++) {
      sum2 += (a.positions()[i] - before[i]) * (a.positions()[i] - before[i]);
      assertThat(a.positions()[i]).isNotEqualTo(before[i]);
    }
    assertThat(Math.sqrt(sum2 / 9)).isBetween(0.008, 0.035);
    for (int i = 9; i < 12; i++) {
      assertThat(a.positions()[i]).isEqualTo(before[i]);
    }
    assertThat(moment(a, a.positions())).containsExactly(moment(a, before), within(1e-10));
    Optimizer fire =
        Optimizer.of(FireSettings.defaults(FireSettings.Flavour.ASE), CellFilter.none(), LOOSE);
    copper.start(fire, a);
    assertThat(fire.relaxation().largestDisplacement(a, 0)).isBetween(0.01, 0.08);
    StartConditions outside = new StartConditions(Optional.empty(), false, List.of(29), List.of(4));
    assertThat(outside.apply(a, "one"))
        .hasValueSatisfying(
            why -> assertThat(why.detail()).contains("atom 4").contains("has 4 atoms"));
  }

  @Test
  void aRandomStrainIsWithinWhatTheFilterLeavesFree() {
    StartConditions start =
        new StartConditions(
            Optional.of(new Rattle(0, 0.02, 7, "relax")), false, List.of(), List.of());
    for (CellFilter.Kind kind : List.of(CellFilter.Kind.UNIT, CellFilter.Kind.FRECHET)) {
      SimState state = CopperRun.cell(new Random(10), 0, 0);
      Constraints.hold(state, new boolean[] {true, true, true, false}, 1);
      final SimState before = state.copy();
      Optimizer fire =
          Optimizer.of(
              FireSettings.defaults(FireSettings.Flavour.ASE),
              new CellFilter(kind, 0, false, false)
                  .withMask(CellFilter.maskOfVoigt(List.of(true, true, false, false, false, true))),
              LOOSE);
      assertThat(start.apply(state, "one")).isEmpty();
      assertThat(state.cell()).containsExactly(before.cell());
      fire.prepare(state);
      for (int i = 0; i < 9; i++) {
        boolean free = i == 0 || i == 1 || i == 3 || i == 4;
        double change = Math.abs(state.cell()[i] - before.cell()[i]);
        assertThat(change).isBetween(free ? 1e-4 : 0, free ? 0.3 : 0);
      }
      assertThat(state.columnNames()).doesNotContain("start_strain");
      assertThat(fire.relaxation().largestDisplacement(state, 0)).isLessThan(1e-14);
      assertThat(Figures.volumeRatio(state, 0)).isNotEqualTo(1);
    }
    SimState fixed = CopperRun.cell(new Random(10), 0, 0);
    assertThat(start.apply(fixed, "one")).isEmpty();
    final double[] cell = fixed.cell().clone();
    Optimizer.of(BfgsSettings.defaults(), CellFilter.none(), LOOSE).prepare(fixed);
    assertThat(fixed.cell()).containsExactly(cell);
  }

  @Test
  void elementsCanBeHeld() {
    SimState state = CopperRun.cell(new Random(10), 0, 0);
    state.atomicNumbers()[2] = 28;
    StartConditions start = new StartConditions(Optional.empty(), false, List.of(28), List.of());
    assertThat(start.apply(state, "x")).isEmpty();
    assertThat(Constraints.heldAtoms(state, 0)).isEqualTo(1);
    assertThat(Constraints.holdsWholly(state, 2)).isTrue();
  }
}
