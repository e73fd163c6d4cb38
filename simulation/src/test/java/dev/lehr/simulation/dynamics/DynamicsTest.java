package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.LoopSettings;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Crystals;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DynamicsTest {

  private static final List<Ensemble> ENSEMBLES =
      List.of(
          Ensemble.nve(),
          Ensemble.nvtLangevin(),
          Ensemble.nvtNoseHoover(),
          new Ensemble.NvtNoseHoover(OptionalDouble.of(30), 1, 2, 7),
          Ensemble.nvtVRescale(),
          Ensemble.nptCRescale(0.001),
          new Ensemble.NptCRescale(
              Ensemble.NptCRescale.Scaling.ANISOTROPIC,
              0.001,
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              1e-6 / Units.BAR));

  private static final int SYSTEMS = 3 * ENSEMBLES.size();

  private static Model model(Workers workers) {
    return new SoftSphere(4.5, 2, 2.5, workers);
  }

  private static DynamicsSettings.Builder settings(Ensemble ensemble) {
    return DynamicsSettings.builder(ensemble, 300).timestep(2);
  }

  /** Every ensemble in systems of several sizes, some with held atoms; a relaxation among them. */
  private static Stepper stepper(int i) {
    return i == 5
        ? new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.frechet(0),
            Convergence.force(1e-9, 60))
        : new Dynamics(
            sampled(settings(ENSEMBLES.get(i % ENSEMBLES.size())), i)
                .steps(40 + 7 * (i % 4))
                .build(),
            0,
            "test");
  }

  /** Some with displacements, some with pairs: what was summed up has to be the same as well. */
  private static DynamicsSettings.Builder sampled(DynamicsSettings.Builder settings, int i) {
    if (i % 3 != 0) {
      settings.averageAfter(4).displacementsEvery(2);
    }
    if (i % 2 == 1) {
      settings.pairs(new PairSampling(6, 20, 3, i % 4 == 1));
    }
    return settings;
  }

  private static SimState start(int i) {
    SimState state = Crystals.random(new int[] {18}, 5 + 3 * (i % 4), Crystals.pbc(7), i);
    Arrays.fill(state.masses(), 20);
    state.masses()[0] = 40;
    boolean mayHold = !ENSEMBLES.get(i % ENSEMBLES.size()).movesCell();
    if (mayHold && i % 3 == 1) {
      hold(state, 1);
    }
    if (mayHold && i % 3 == 2) {
      Constraints.holdCenterOfMass(state);
    }
    RandomKey.put(state, 3, "md", "system " + i);
    return state;
  }

  private static void hold(SimState state, int atoms) {
    boolean[] moves = new boolean[state.nAtoms()];
    Arrays.fill(moves, atoms, moves.length, true);
    Constraints.hold(state, moves, 1);
  }

  /** What a run gives: ends and, where asked for, the checkpoint of each system at a step. */
  private record Outcome(Map<Integer, SimState> ends, Map<Integer, SimState> checkpoints) {}

  private static Outcome run(Workers workers, List<Ticket<Integer>> tickets, double maxAtoms) {
    Outcome outcome = new Outcome(new TreeMap<>(), new TreeMap<>());
    BatchLoop<Integer> loop =
        new BatchLoop<>(
            model(workers),
            workers,
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), maxAtoms)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(17),
            new BatchLoop.Listener<>() {
              @Override
              public void admitted(Integer tag) {}

              @Override
              public void checkpoint(Integer tag, SimState system, int swapAttempts) {
                outcome.checkpoints().putIfAbsent(tag, system);
              }

              @Override
              public void left(Integer tag, SimState system, Verdict verdict, int attempts) {
                assertThat(verdict).isNotInstanceOf(Verdict.Failed.class);
                outcome.ends().put(tag, system);
              }

              @Override
              public void tooLarge(Integer tag, double scaler, double maxScaler) {
                throw new AssertionError("too large: " + tag);
              }
            });
    tickets.forEach(loop::submit);
    while (loop.step()) {}
    return outcome;
  }

  private static void assertSameBits(Map<Integer, SimState> a, Map<Integer, SimState> b) {
    assertThat(b.keySet()).isEqualTo(a.keySet());
    a.forEach(
        (i, x) -> {
          SimState y = b.get(i);
          assertThat(y.positions()).as("positions of %s", i).containsExactly(x.positions());
          assertThat(y.cell()).as("cell of %s", i).containsExactly(x.cell());
          assertThat(y.columnNames()).containsExactlyInAnyOrderElementsOf(x.columnNames());
          for (String name : x.columnNames()) {
            if (x.column(name) instanceof Column.Ragged ragged) {
              assertThat(y.ragged(name)).as("%s of %s", name, i).isDeepEqualTo(ragged.data());
            } else if (!(x.column(name) instanceof Column.Companions)) {
              assertThat(y.column(name)).as("%s of %s", name, i).isEqualTo(x.column(name));
            }
          }
        });
  }

  @Test
  void aTrajectoryHasTheSameBitsAloneInABatchAndAcrossACheckpoint() {
    Map<Integer, SimState> alone = new TreeMap<>();
    List<Ticket<Integer>> together = new ArrayList<>();
    for (int i = 0; i < SYSTEMS; i++) {
      Ticket<Integer> ticket = Ticket.fresh(i, stepper(i), start(i));
      alone.putAll(run(Workers.serial(), List.of(ticket), 1000).ends());
      together.add(Ticket.fresh(SYSTEMS - 1 - i, stepper(SYSTEMS - 1 - i), start(SYSTEMS - 1 - i)));
    }
    try (FixedThreadWorkers workers = new FixedThreadWorkers(3)) {
      Outcome batched = run(workers, together, 70);
      assertSameBits(alone, batched.ends());
      assertThat(batched.checkpoints()).hasSize(SYSTEMS);
      List<Ticket<Integer>> resumed = new ArrayList<>();
      batched
          .checkpoints()
          .forEach(
              (i, system) -> {
                assertThat(system.longs(Stepper.ITERATION)[0]).isEqualTo(17);
                resumed.add(Ticket.resumed(i, stepper(i), system.copy(), 0));
              });
      assertSameBits(alone, run(workers, resumed, 120).ends());
    }
  }

  @Test
  void anotherSeedStageOrStructureHasAnotherTrajectory() {
    List<double[]> momenta = new ArrayList<>();
    for (String[] key :
        new String[][] {{"1", "a", "b"}, {"2", "a", "b"}, {"1", "c", "b"}, {"1", "a", "d"}}) {
      SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0, 1);
      RandomKey.put(state, Long.parseLong(key[0]), key[1], key[2]);
      new Dynamics(settings(Ensemble.nve()).build(), 0, "test").prepare(state);
      momenta.add(state.doubles(Dynamics.MOMENTA));
    }
    for (int i = 0; i < momenta.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(momenta.get(i)).isNotEqualTo(momenta.get(j));
      }
    }
  }

  /** 2 K / kT of N free atoms less the centre of mass has mean 3 N - 3 and variance twice that. */
  @Test
  void initialMomentaHaveTheirTemperatureAndNoMomentumWhateverTheMasses() {
    double sum = 0;
    int n = 2000;
    for (int i = 0; i < n; i++) {
      SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0, 1);
      System.arraycopy(new double[] {1, 2, 184, 40}, 0, state.masses(), 0, 4);
      RandomKey.put(state, 1, "start", "structure " + i);
      new Dynamics(settings(Ensemble.nve()).build(), 0, "test").prepare(state);
      double[] p = state.doubles(Dynamics.MOMENTA);
      for (int k = 0; k < 3; k++) {
        assertThat(p[k] + p[3 + k] + p[6 + k] + p[9 + k]).isCloseTo(0, within(1e-13));
      }
      sum += 2 * new Particles(state, 0).kineticEnergy() / (Units.KB * 300);
    }
    assertThat(sum / n).isCloseTo(9, within(5 * Math.sqrt(18.0 / n)));
  }

  @Test
  void aSingleAtomKeepsItsMomentum() {
    SimState state = argon(new double[3]);
    RandomKey.put(state, 1, "start", "atom");
    new Dynamics(settings(Ensemble.nve()).build(), 0, "test").prepare(state);
    assertThat(state.doubles(Dynamics.MOMENTA)).doesNotContain(0.0);
  }

  private static SimState argon(double... positions) {
    int n = positions.length / 3;
    int[] z = new int[n];
    Arrays.fill(z, 18);
    double[] masses = new double[n];
    Arrays.fill(masses, 39.948);
    return SimState.ofSystem(z, masses, positions, new double[9], new boolean[3]);
  }

  @Test
  void heldAtomsStayToTheBitAndAHeldCentreOfMassStays() {
    for (Ensemble ensemble : ENSEMBLES.subList(0, 5)) {
      SimState held = Crystals.fcc(new int[] {18}, 5.2, 1, 0.2, 9);
      hold(held, 2);
      SimState centred = Crystals.fcc(new int[] {18}, 5.2, 1, 0.2, 9);
      centred.masses()[1] = 7;
      Constraints.holdCenterOfMass(centred);
      double[] before = held.positions().clone();
      double[] centre = centre(centred);
      for (SimState state : List.of(held, centred)) {
        RandomKey.put(state, 1, "md", "held");
        Trajectory trajectory =
            new Trajectory(
                model(Workers.serial()),
                new Dynamics(settings(ensemble).steps(50).build(), 0, "test"),
                state);
        while (!trajectory.verdict().leaves()) {
          trajectory.step();
        }
        assertThat(trajectory.verdict()).isEqualTo(new Verdict.Converged());
      }
      assertThat(Arrays.copyOf(held.positions(), 6)).containsExactly(Arrays.copyOf(before, 6));
      assertThat(held.positions()[6]).isNotEqualTo(before[6]);
      assertThat(held.longs(Dynamics.DEGREES_OF_FREEDOM)[0]).isEqualTo(6);
      assertThat(centre(centred)).containsExactly(centre, within(1e-12));
      assertThat(centred.longs(Dynamics.DEGREES_OF_FREEDOM)[0]).isEqualTo(9);
    }
  }

  private static double[] centre(SimState state) {
    double[] centre = new double[3];
    double mass = 0;
    for (double m : state.masses()) {
      mass += m;
    }
    for (int i = 0; i < 3 * state.nAtoms(); i++) {
      centre[i % 3] += state.masses()[i / 3] * state.positions()[i] / mass;
    }
    return centre;
  }

  @Test
  void degreesOfFreedomAreThoseOfTorchSim() {
    SimState four = Crystals.fcc(new int[] {18}, 5.2, 1, 0, 9);
    List<Long> found = new ArrayList<>();
    ENSEMBLES.forEach(ensemble -> found.add(DegreesOfFreedom.of(four, ensemble)));
    assertThat(found).containsExactly(12L, 12L, 9L, 9L, 9L, 9L, 9L);
  }

  @Test
  void whatCannotBeMovedIsRefusedWithAReason() {
    SimState atom = argon(new double[3]);
    assertThat(new Dynamics(settings(Ensemble.nvtVRescale()).build(), 0, "test").refuses(atom))
        .map(Verdict.Failed::reason)
        .contains("no_degrees_of_freedom");
    Dynamics npt = new Dynamics(settings(Ensemble.nptCRescale(0)).build(), 0, "test");
    assertThat(npt.refuses(argon(0, 0, 0, 0, 0, 4)))
        .map(Verdict.Failed::reason)
        .contains("needs_periodic_cell");
    SimState crystal = Crystals.fcc(new int[] {18}, 5.2, 1, 0, 9);
    assertThat(npt.refuses(crystal)).isEmpty();
    hold(crystal, 1);
    assertThat(npt.refuses(crystal)).map(Verdict.Failed::reason).contains("unsupported_constraint");
    crystal.masses()[2] = 0;
    assertThat(new Dynamics(settings(Ensemble.nve()).build(), 0, "test").refuses(crystal))
        .map(Verdict.Failed::detail)
        .hasValueSatisfying(text -> assertThat(text).contains("atom 2 has mass 0.0"));
    assertThatThrownBy(() -> npt.prepare(crystal)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> settings(Ensemble.nve()).timestep(0).build())
        .hasMessageContaining("timestep is 0.0 fs, expected a finite number above 0");
    assertThatThrownBy(() -> settings(Ensemble.nve()).steps(0).build())
        .hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> settings(Ensemble.nve()).steps(5).averageAfter(5).build())
        .hasMessageContaining("average_after is 5, expected 0 to 4");
    assertThatThrownBy(() -> DynamicsSettings.builder(Ensemble.nvtLangevin(), 0).build())
        .hasMessageContaining("temperature is 0.0 K, expected a number above 0");
    assertThatThrownBy(() -> new Ensemble.NvtVRescale(OptionalDouble.of(-1)))
        .hasMessageContaining("tau is -1.0");
    assertThatThrownBy(() -> new Ensemble.NvtNoseHoover(OptionalDouble.empty(), 3, 3, 2))
        .hasMessageContaining("sy_steps is 2, expected 1, 3, 5 or 7");
  }

  /** Atoms so close that they would leave each other by thousands of angstrom in one step. */
  @Test
  void explosionsAreFailuresWithStepAndValueAndLeavePositionsFinite() {
    SimState state = argon(0, 0, 0, 0, 0, 1.2, 0, 4, 0);
    RandomKey.put(state, 1, "md", "explodes");
    DynamicsSettings settings =
        DynamicsSettings.builder(Ensemble.nve(), 300).timestep(20).steps(1000).build();
    Trajectory trajectory =
        new Trajectory(
            new LennardJones(3.405, 0.0104, Double.POSITIVE_INFINITY, Workers.serial()),
            new Dynamics(settings, 0, "test"),
            state);
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
    }
    assertThat(trajectory.verdict())
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("exploded");
              assertThat(failed.detail())
                  .matches(
                      "at step 1 an atom would move by \\d+\\.\\d+ angstrom at once, above 10.0");
            });
    for (double x : state.positions()) {
      assertThat(x).isFinite();
    }
  }

  @Test
  void aBarostatThatRunsAwayIsAFailureAndLeavesTheCellFinite() {
    SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0.1, 9);
    RandomKey.put(state, 1, "md", "runs away");
    Ensemble ensemble =
        new Ensemble.NptCRescale(
            Ensemble.NptCRescale.Scaling.ISOTROPIC,
            100,
            OptionalDouble.empty(),
            OptionalDouble.of(1),
            100);
    Trajectory trajectory =
        new Trajectory(
            model(Workers.serial()),
            new Dynamics(settings(ensemble).steps(100).build(), 0, "test"),
            state);
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
    }
    assertThat(trajectory.verdict()).isInstanceOf(Verdict.Failed.class);
    assertThat(((Verdict.Failed) trajectory.verdict()).detail())
        .startsWith("at step 1 the cell would be scaled by ");
    assertThat(state.cell()).doesNotContain(Double.NaN);
  }

  @Test
  void judgingTwiceChangesNothing() {
    for (Ensemble ensemble : ENSEMBLES) {
      SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0.1, 9);
      RandomKey.put(state, 1, "md", "twice");
      Dynamics dynamics = new Dynamics(settings(ensemble).steps(5).build(), 0, "test");
      Trajectory trajectory = new Trajectory(model(Workers.serial()), dynamics, state);
      trajectory.step();
      SimState before = state.copy();
      dynamics.judge(state, 0);
      assertSameBits(Map.of(0, before), Map.of(0, state));
    }
  }

  @Test
  void meansAreThoseOfTheStepsThatCount() {
    SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0.1, 9);
    RandomKey.put(state, 1, "md", "means");
    Dynamics dynamics =
        new Dynamics(
            settings(Ensemble.nvtLangevin()).steps(30).averageAfter(10).build(), 0, "test");
    Trajectory trajectory = new Trajectory(model(Workers.serial()), dynamics, state);
    List<Double> temperatures = new ArrayList<>();
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
      temperatures.add(Observables.of(state, 0).last(Observable.TEMPERATURE));
    }
    double mean = temperatures.stream().skip(10).mapToDouble(t -> t).average().orElseThrow();
    double squares = temperatures.stream().skip(10).mapToDouble(t -> (t - mean) * (t - mean)).sum();
    Observables seen = Observables.of(state, 0);
    assertThat(seen.samples()).isEqualTo(20);
    assertThat(seen.mean(Observable.TEMPERATURE)).isCloseTo(mean, within(1e-9));
    assertThat(seen.standardDeviation(Observable.TEMPERATURE))
        .isCloseTo(Math.sqrt(squares / 19), within(1e-9));
  }

  private static Verdict.Failed failure(SimState state, DynamicsSettings settings, Model model) {
    RandomKey.put(state, 1, "md", "fails");
    Trajectory trajectory = new Trajectory(model, new Dynamics(settings, 0, "test"), state);
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
    }
    return (Verdict.Failed) trajectory.verdict();
  }

  /** A gas that nothing holds together expands without end at a pressure of almost nothing. */
  @Test
  void aCellThatExpandsWithoutEndIsAFailureWithStepAndRatio() {
    SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0.1, 9);
    Ensemble ensemble =
        new Ensemble.NptCRescale(
            Ensemble.NptCRescale.Scaling.ISOTROPIC,
            1e-9,
            OptionalDouble.empty(),
            OptionalDouble.of(100),
            20);
    Verdict.Failed failed =
        failure(state, settings(ensemble).steps(100_000).build(), model(Workers.serial()));
    assertThat(failed.reason()).isEqualTo("exploded");
    assertThat(failed.detail())
        .matches("at step \\d+ the volume is 2\\d\\.\\d+ times that at the start");
    assertThat(state.volume(0)).isFinite();
  }

  /** Two atoms that fall on each other through a force that does not end. */
  @Test
  void aTemperatureOutOfBoundsIsAFailureWithStepAndValue() {
    SimState state = argon(0, 0, 0, 0, 0, 1.9);
    Verdict.Failed failed =
        failure(
            state,
            DynamicsSettings.builder(Ensemble.nve(), 300).timestep(0.5).steps(1000).build(),
            new LennardJones(3.405, 5, Double.POSITIVE_INFINITY, Workers.serial()));
    assertThat(failed.reason()).isEqualTo("exploded");
    assertThat(failed.detail()).matches("at step \\d+ the temperature is \\d\\.\\d+E[6-9] K");
    assertThat(state.longs(Stepper.ITERATION)[0]).isPositive();
  }

  @Test
  void anEnergyThatIsNoNumberIsAFailureWithStepAndValue() {
    SimState state = argon(0, 0, 0, 0, 0, 4);
    RandomKey.put(state, 1, "md", "not a number");
    Dynamics dynamics = new Dynamics(settings(Ensemble.nve()).build(), 0, "test");
    dynamics.prepare(state);
    state.doubles(Stepper.ENERGY)[0] = Double.NaN;
    assertThat(dynamics.judge(state, 0))
        .isEqualTo(new Verdict.Failed("not_finite", "at step 0 the energy is NaN"));
  }
}
