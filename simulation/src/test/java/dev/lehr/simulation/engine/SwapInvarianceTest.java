package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.optimize.BfgsSettings;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.GradientDescentSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.optimize.Optimizer;
import dev.lehr.simulation.optimize.OptimizerSettings;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.optimize.VvFireSettings;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Any structure relaxed alone, in any batch, in any order, with any number of threads: the same
 * bits in every column.
 */
class SwapInvarianceTest {

  private static final List<OptimizerSettings> OPTIMIZERS =
      List.of(
          FireSettings.defaults(FireSettings.Flavour.ASE),
          LbfgsSettings.defaults(FireSettings.Flavour.ASE),
          FireSettings.defaults(FireSettings.Flavour.TORCHSIM),
          LbfgsSettings.defaults(FireSettings.Flavour.TORCHSIM),
          BfgsSettings.defaults(),
          VvFireSettings.defaults(),
          // The default steps are too long for cells of one atom and for overlapping clusters.
          new GradientDescentSettings(FireSettings.Flavour.ASE, 1e-5, 1e-3));

  /** Mixed steppers in one batch, by the number of the structure: every optimizer and filter. */
  private static Stepper stepper(int i) {
    if (i % 8 == 7) {
      return new StaticStepper();
    }
    OptimizerSettings settings = OPTIMIZERS.get(i % 8);
    CellFilter filter =
        switch (settings instanceof VvFireSettings ? 0 : (i / 8) % 3) {
          case 0 -> CellFilter.none();
          case 1 -> new CellFilter(CellFilter.Kind.UNIT, 0, false, false);
          default -> CellFilter.frechet(0);
        };
    return Optimizer.of(settings, filter, Convergence.force(0.005, 150));
  }

  private static SimState start(List<Structure> all, int i) {
    SimState state = all.get(i).toSimState();
    if (i % 3 == 1) {
      boolean[] moves = new boolean[state.nAtoms()];
      Arrays.fill(moves, 1, moves.length, true);
      Constraints.hold(state, moves, 1);
    }
    if (i % 4 == 1) {
      Constraints.holdCenterOfMass(state);
    }
    return state;
  }

  /**
   * Runs structures in an order, in batches of at most {@code maxAtoms}; the end of each by number.
   */
  private static Map<Integer, SimState> run(
      Model model, Workers workers, List<Structure> all, List<Integer> order, double maxAtoms) {
    Map<Integer, SimState> ends = new TreeMap<>();
    BatchLoop<Integer> loop =
        new BatchLoop<>(
            model,
            workers,
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), maxAtoms)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(17),
            new BatchLoop.Listener<>() {
              @Override
              public void admitted(Integer tag) {}

              @Override
              public void checkpoint(Integer tag, SimState system, int swapAttempts) {}

              @Override
              public void left(Integer tag, SimState system, Verdict verdict, int attempts) {
                assertThat(verdict).isNotInstanceOf(Verdict.Failed.class);
                ends.put(tag, system);
              }

              @Override
              public void tooLarge(Integer tag, double scaler, double maxScaler) {
                throw new AssertionError("too large: " + tag);
              }
            });
    for (int i : order) {
      loop.submit(Ticket.fresh(i, stepper(i), start(all, i)));
    }
    while (loop.step()) {}
    return ends;
  }

  private static void assertSameBits(Map<Integer, SimState> a, Map<Integer, SimState> b) {
    assertThat(b.keySet()).isEqualTo(a.keySet());
    a.forEach(
        (i, x) -> {
          SimState y = b.get(i);
          assertThat(y.positions()).as("positions of %s", i).containsExactly(x.positions());
          assertThat(y.cell()).as("cell of %s", i).containsExactly(x.cell());
          for (String name : x.columnNames()) {
            if (!(x.column(name) instanceof Column.Companions)) {
              assertThat(y.column(name)).as("%s of %s", name, i).isEqualTo(x.column(name));
            }
          }
        });
  }

  private static void check(Function<Workers, Model> models, List<Structure> all) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    Map<Integer, SimState> alone = new TreeMap<>();
    for (int i : order) {
      alone.putAll(run(models.apply(Workers.serial()), Workers.serial(), all, List.of(i), 1000));
    }
    Random random = new Random(3);
    for (int threads : new int[] {1, 2, 5}) {
      try (FixedThreadWorkers workers = new FixedThreadWorkers(threads)) {
        Collections.shuffle(order, random);
        double max = 40 + random.nextInt(200);
        assertSameBits(alone, run(models.apply(workers), workers, all, order, max));
      }
    }
  }

  @Test
  void metalsInAlloysOfAllSizes() {
    List<String> elements = List.of("Cu", "Ni", "Al", "W");
    List<Structure> all = new ArrayList<>();
    for (Prototype p : List.of(Prototype.A1, Prototype.A3, Prototype.A15, Prototype.B2)) {
      all.addAll(
          new PrototypeGenerator(
                  PrototypeSpec.of(List.of(p), elements).withDisorder(0.1, 0.03, 5, 2), "test")
              .structures());
    }
    check(workers -> new ZhouEam(elements, Truncation.SMOOTH, workers), all);
  }

  @Test
  void clustersWithoutACutoff() {
    List<Structure> all =
        new ClusterGenerator(
                ClusterSpec.of("Ar", List.of(4, 7, 9, 13), 6, 1.122462048309373, 11), "test")
            .structures();
    check(workers -> new LennardJones(1, 1, Double.POSITIVE_INFINITY, workers), all);
  }
}
