package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Frames come at a system's own steps, whatever happens to it on the way. */
class FramesTest {

  private static final List<Structure> CLUSTERS =
      new ClusterGenerator(ClusterSpec.of("Ar", List.of(3, 6), 4, 1.1225, 2), "test").structures();

  private static Stepper relax() {
    return new Fire(
        FireSettings.defaults(FireSettings.Flavour.ASE),
        CellFilter.none(),
        Convergence.force(0.01, 60));
  }

  /** Frames count with the checkpoint or the end that comes after them, as a ledger has them. */
  private static final class Owner implements BatchLoop.Listener<Integer> {
    final Map<Integer, List<String>> held = new HashMap<>();
    final Map<Integer, List<String>> counted;
    final Map<Integer, SimState> saved;
    final Map<Integer, Integer> attempts;
    final Map<Integer, Long> ends;
    final List<Integer> checkpoints = new ArrayList<>();

    Owner(
        Map<Integer, List<String>> counted,
        Map<Integer, SimState> saved,
        Map<Integer, Integer> attempts,
        Map<Integer, Long> ends) {
      this.counted = counted;
      this.saved = saved;
      this.attempts = attempts;
      this.ends = ends;
    }

    Owner() {
      this(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    @Override
    public void admitted(Integer tag) {}

    @Override
    public void frame(Integer tag, SimState system, long iteration) {
      assertThat(system.columnNames())
          .containsExactlyInAnyOrder(
              Stepper.ENERGY, Stepper.ENERGIES, Stepper.FORCES, Stepper.STRESS);
      held.computeIfAbsent(tag, t -> new ArrayList<>())
          .add(
              iteration
                  + " "
                  + Arrays.toString(system.positions())
                  + Arrays.toString(system.doubles(Stepper.FORCES)));
    }

    private void count(Integer tag) {
      List<String> frames = held.remove(tag);
      if (frames != null) {
        counted.computeIfAbsent(tag, t -> new ArrayList<>()).addAll(frames);
      }
    }

    @Override
    public void checkpoint(Integer tag, SimState system, int swapAttempts) {
      count(tag);
      saved.put(tag, system);
      attempts.put(tag, swapAttempts);
      checkpoints.add((int) system.longs(Stepper.ITERATION)[0]);
    }

    @Override
    public void left(Integer tag, SimState system, Verdict verdict, int swapAttempts) {
      if (verdict.leaves()) {
        count(tag);
        ends.put(tag, system.longs(Stepper.ITERATION)[0]);
      } else {
        checkpoint(tag, system, swapAttempts);
      }
    }

    @Override
    public void tooLarge(Integer tag, double scaler, double maxScaler) {
      throw new AssertionError("too large: " + tag);
    }
  }

  private static BatchLoop<Integer> loop(double max, int checkpointEvery, Owner owner) {
    return new BatchLoop<>(
        new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial()),
        Workers.serial(),
        new Scheduler<>(SchedulerSettings.of(Packing.fifo(), max)),
        SimState::nAtoms,
        LoopSettings.checkpointEvery(checkpointEvery),
        owner);
  }

  @Property(tries = 60)
  void stoppedAndTakenUpAgainEachFrameComesOnceAndIsTheSame(
      @ForAll @IntRange(min = 1, max = 9) int every,
      @ForAll @IntRange(min = 1, max = 12) int checkpointEvery,
      @ForAll @IntRange(min = 0, max = 25) int stepsOfALife,
      @ForAll @IntRange(min = 6, max = 30) int max,
      @ForAll boolean clean) {
    Owner calm = new Owner();
    BatchLoop<Integer> undisturbed = loop(1000, 1000, calm);
    for (int i = 0; i < CLUSTERS.size(); i++) {
      undisturbed.submit(Ticket.fresh(i, relax(), CLUSTERS.get(i).toSimState()).framesEvery(every));
    }
    while (undisturbed.step()) {}
    Owner all = new Owner();
    for (int life = 0; life < 200 && all.ends.size() < CLUSTERS.size(); life++) {
      Owner owner = new Owner(all.counted, all.saved, all.attempts, all.ends);
      BatchLoop<Integer> loop = loop(max, checkpointEvery, owner);
      for (int i = 0; i < CLUSTERS.size(); i++) {
        if (!all.ends.containsKey(i)) {
          Ticket<Integer> ticket =
              all.saved.containsKey(i)
                  ? Ticket.resumed(i, relax(), all.saved.get(i).copy(), all.attempts.get(i))
                  : Ticket.fresh(i, relax(), CLUSTERS.get(i).toSimState());
          loop.submit(ticket.framesEvery(every));
        }
      }
      for (int k = 0; k < stepsOfALife + checkpointEvery + life / 50; k++) {
        loop.step();
      }
      if (clean) {
        loop.clear();
      }
    }
    assertThat(all.counted).isEqualTo(calm.counted);
    calm.counted.forEach(
        (tag, frames) -> {
          List<Long> steps =
              frames.stream().map(f -> Long.valueOf(f.substring(0, f.indexOf(' ')))).toList();
          List<Long> expected = new ArrayList<>();
          for (long step = 0; step < calm.ends.get(tag); step += every) {
            expected.add(step);
          }
          expected.add(calm.ends.get(tag));
          assertThat(steps).isEqualTo(expected);
        });
  }

  @Test
  void aSystemThatIsAskedToLeaveBeforeItsFirstStepHasItsFirstFrame() {
    Owner owner = new Owner();
    BatchLoop<Integer> loop = loop(100, 1000, owner);
    Ticket<Integer> ticket = Ticket.fresh(0, relax(), CLUSTERS.get(0).toSimState()).framesEvery(5);
    loop.submit(ticket);
    ticket.requestLeave(true);
    loop.step();
    assertThat(loop.inFlight()).isZero();
    assertThat(owner.counted.get(0)).singleElement().asString().startsWith("0 [");
  }

  @Test
  void aCheckpointThatWasAskedForComesAtOnceAndOnce() {
    Owner owner = new Owner();
    BatchLoop<Integer> loop = loop(100, 10, owner);
    Ticket<Integer> ticket = Ticket.fresh(0, relax(), CLUSTERS.get(0).toSimState());
    loop.submit(ticket);
    for (int k = 0; k < 4; k++) {
      loop.step();
    }
    ticket.requestCheckpoint();
    for (int k = 0; k < 12; k++) {
      loop.step();
    }
    assertThat(owner.checkpoints).containsExactly(4, 14);
  }

  @Test
  void noFramesComeUnaskedAndAnIntervalIsAtLeastOne() {
    Owner owner = new Owner();
    BatchLoop<Integer> loop = loop(100, 10, owner);
    loop.submit(Ticket.fresh(0, relax(), CLUSTERS.get(0).toSimState()));
    while (loop.step()) {}
    assertThat(owner.held).isEmpty();
    assertThat(owner.counted).isEmpty();
    assertThatThrownBy(() -> Ticket.fresh(0, relax(), CLUSTERS.get(0).toSimState()).framesEvery(0))
        .hasMessage("frames every 0 steps, expected 1 or more");
  }
}
