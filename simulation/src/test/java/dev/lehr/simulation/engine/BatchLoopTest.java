package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchLoopTest {

  /** Springs to the origin: force -x, energy x^2/2 on every coordinate. */
  private static final class Springs implements Model {
    @Override
    public String name() {
      return "springs";
    }

    @Override
    public String digest() {
      return "springs";
    }

    @Override
    public double cutoff() {
      return 1;
    }

    @Override
    public boolean supports(int atomicNumber) {
      return true;
    }

    @Override
    public MemoryMetric memoryScalesWith() {
      return MemoryMetric.N_ATOMS;
    }

    @Override
    public void evaluate(SimState state, ModelOutput output) {
      output.prepareFor(state);
      for (int s = 0; s < state.nSystems(); s++) {
        for (int a = state.firstAtom(s); a < state.firstAtom(s + 1); a++) {
          for (int k = 0; k < 3; k++) {
            double x = state.positions()[3 * a + k];
            output.forces()[3 * a + k] = -x;
            output.energies()[a] += x * x / 2;
          }
          output.energy()[s] += output.energies()[a];
        }
      }
    }
  }

  /** Moves along the force, with a memory of its own, until the energy is below a goal. */
  private record Descent(double rate, double goal, int maxIterations) implements Stepper {
    private static final String MEMORY = "descent.memory";

    @Override
    public void prepare(SimState system) {
      system.addDoubles(MEMORY, Scope.ATOM, 3, 0);
      system.addLongs(ITERATION, Scope.SYSTEM, 1, 0);
    }

    @Override
    public Verdict judge(SimState batch, int system) {
      if (batch.doubles(ENERGY)[system] < goal) {
        return new Verdict.Converged();
      }
      return batch.longs(ITERATION)[system] >= maxIterations
          ? new Verdict.MaxIterations()
          : new Verdict.Continue();
    }

    @Override
    public void move(SimState batch, int system) {
      double[] memory = batch.doubles(MEMORY);
      for (int i = 3 * batch.firstAtom(system); i < 3 * batch.firstAtom(system + 1); i++) {
        memory[i] = 0.3 * memory[i] + rate * batch.doubles(FORCES)[i];
        batch.positions()[i] += memory[i];
      }
      batch.longs(ITERATION)[system]++;
    }
  }

  /** As {@link Descent}, with other columns: it must be able to share a batch with it. */
  private record Once() implements Stepper {
    @Override
    public void prepare(SimState system) {
      system.addLongs("once.flag", Scope.SYSTEM, 2, 7);
      system.addLongs(ITERATION, Scope.SYSTEM, 1, 0);
    }

    @Override
    public Verdict judge(SimState batch, int system) {
      return new Verdict.Converged();
    }

    @Override
    public void move(SimState batch, int system) {
      throw new AssertionError("a system that is done must not be moved");
    }
  }

  private static SimState system(int atoms, long seed) {
    Random random = new Random(seed);
    double[] positions = random.doubles(3L * atoms, 0.5, 2.0).toArray();
    return SimState.ofSystem(
        new int[atoms], new double[atoms], positions, new double[9], new boolean[3]);
  }

  private static final class Recorder implements BatchLoop.Listener<Integer> {
    final Map<Integer, SimState> finals = new HashMap<>();
    final Map<Integer, Verdict> verdicts = new HashMap<>();
    final Map<Integer, Integer> attempts = new HashMap<>();
    final Map<Integer, SimState> checkpoints = new HashMap<>();
    final Map<Integer, Integer> checkpointAttempts = new HashMap<>();
    final List<Integer> admitted = new ArrayList<>();
    final List<Integer> tooLarge = new ArrayList<>();

    @Override
    public void admitted(Integer tag) {
      admitted.add(tag);
    }

    @Override
    public void checkpoint(Integer tag, SimState system, int swapAttempts) {
      checkpoints.put(tag, system);
      checkpointAttempts.put(tag, swapAttempts);
    }

    @Override
    public void left(Integer tag, SimState system, Verdict verdict, int swapAttempts) {
      if (verdict.leaves()) {
        assertThat(verdicts.put(tag, verdict)).as("system %s ends once", tag).isNull();
        finals.put(tag, system);
        attempts.put(tag, swapAttempts);
      } else {
        checkpoint(tag, system, swapAttempts);
      }
    }

    @Override
    public void tooLarge(Integer tag, double scaler, double maxScaler) {
      tooLarge.add(tag);
    }
  }

  private static BatchLoop<Integer> loop(double max, int every, Recorder recorder) {
    return new BatchLoop<>(
        new Springs(),
        Workers.serial(),
        new Scheduler<>(SchedulerSettings.of(Packing.fifo(), max)),
        SimState::nAtoms,
        LoopSettings.checkpointEvery(every),
        recorder);
  }

  private static Stepper stepperOf(int i) {
    return i % 5 == 4 ? new Once() : new Descent(0.05 + 0.01 * (i % 7), 1e-3, 60);
  }

  private static SimState systemOf(int i) {
    return system(1 + (i * 7) % 5, i);
  }

  private static Recorder alone(int n) {
    Recorder recorder = new Recorder();
    for (int i = 0; i < n; i++) {
      BatchLoop<Integer> loop = loop(100, 1000, recorder);
      loop.submit(Ticket.fresh(i, stepperOf(i), systemOf(i)));
      while (loop.step()) {}
    }
    return recorder;
  }

  private static void assertSameEnds(Recorder a, Recorder b, int n) {
    for (int i = 0; i < n; i++) {
      assertThat(b.verdicts.get(i)).isEqualTo(a.verdicts.get(i)).isNotNull();
      assertThat(b.finals.get(i).positions()).containsExactly(a.finals.get(i).positions());
      assertThat(b.finals.get(i).columnNames())
          .containsExactlyInAnyOrderElementsOf(a.finals.get(i).columnNames());
      assertThat(b.finals.get(i).doubles(Stepper.ENERGY))
          .containsExactly(a.finals.get(i).doubles(Stepper.ENERGY));
      assertThat(b.attempts.get(i)).isEqualTo(a.attempts.get(i));
    }
  }

  @Property(tries = 300)
  void aSystemEndsTheSameAloneAndInAnyBatch(
      @ForAll @IntRange(min = 5, max = 40) int maxAtoms,
      @ForAll @IntRange(min = 1, max = 30) int n) {
    Recorder together = new Recorder();
    BatchLoop<Integer> loop = loop(maxAtoms, 1000, together);
    for (int i = 0; i < n; i++) {
      loop.submit(Ticket.fresh(i, stepperOf(i), systemOf(i)));
    }
    while (loop.step()) {
      assertThat(loop.atomsInFlight()).isLessThanOrEqualTo(maxAtoms);
      assertThat(loop.occupancy()).isBetween(0.0, 1.0);
    }
    assertSameEnds(alone(n), together, n);
    assertThat(together.admitted).containsExactlyElementsOf(indices(n));
  }

  private static List<Integer> indices(int n) {
    return java.util.stream.IntStream.range(0, n).boxed().toList();
  }

  @Property(tries = 300)
  void aSystemThatWasTakenUpAgainEndsTheSame(
      @ForAll @IntRange(min = 1, max = 20) int n,
      @ForAll @IntRange(min = 1, max = 9) int stepsBetweenStops,
      @ForAll boolean clean,
      @ForAll @IntRange(min = 1, max = 7) int every) {
    Recorder ends = new Recorder();
    Map<Integer, SimState> saved = new HashMap<>();
    Map<Integer, Integer> savedAttempts = new HashMap<>();
    for (int life = 0; life < 500 && ends.verdicts.size() < n; life++) {
      Recorder recorder = new Recorder();
      BatchLoop<Integer> loop = loop(12, every, recorder);
      for (int i = 0; i < n; i++) {
        if (!ends.verdicts.containsKey(i)) {
          loop.submit(
              saved.containsKey(i)
                  ? Ticket.resumed(i, stepperOf(i), saved.get(i).copy(), savedAttempts.get(i))
                  : Ticket.fresh(i, stepperOf(i), systemOf(i)));
        }
      }
      for (int k = 0; k < stepsBetweenStops + every; k++) {
        loop.step();
      }
      if (clean) {
        loop.clear();
        assertThat(loop.inFlight()).isZero();
      }
      ends.verdicts.putAll(recorder.verdicts);
      ends.finals.putAll(recorder.finals);
      ends.attempts.putAll(recorder.attempts);
      saved.putAll(recorder.checkpoints);
      savedAttempts.putAll(recorder.checkpointAttempts);
    }
    assertSameEnds(alone(n), ends, n);
  }

  @Test
  void aSystemLargerThanTheBatchIsRefusedAndTheOthersGoOn() {
    Recorder recorder = new Recorder();
    BatchLoop<Integer> loop = loop(4, 1000, recorder);
    loop.submit(Ticket.fresh(0, stepperOf(0), system(3, 0)));
    loop.submit(Ticket.fresh(1, stepperOf(0), system(5, 1)));
    loop.submit(Ticket.fresh(2, stepperOf(0), system(4, 2)));
    while (loop.step()) {}
    assertThat(recorder.tooLarge).containsExactly(1);
    assertThat(recorder.verdicts.keySet()).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void workThatComesAfterTheBatchRanEmptyIsTakenUp() {
    Recorder recorder = new Recorder();
    BatchLoop<Integer> loop = loop(10, 1000, recorder);
    assertThat(loop.step()).isFalse();
    loop.submit(Ticket.fresh(0, stepperOf(0), systemOf(0)));
    while (loop.step()) {}
    loop.submit(Ticket.fresh(1, stepperOf(4), systemOf(1)));
    while (loop.step()) {}
    assertThat(recorder.verdicts.keySet()).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void aSystemThatIsAskedToLeaveLeavesAsItStands() {
    Recorder recorder = new Recorder();
    BatchLoop<Integer> loop = loop(10, 1000, recorder);
    Ticket<Integer> ticket = Ticket.fresh(0, new Descent(0.01, 1e-9, 1000), systemOf(0));
    Ticket<Integer> queued = Ticket.fresh(1, new Descent(0.01, 1e-9, 1000), system(10, 1));
    loop.submit(ticket);
    loop.submit(queued);
    for (int i = 0; i < 5; i++) {
      loop.step();
    }
    assertThat(loop.largestLag(tag -> 1L)).isEqualTo(3);
    ticket.requestLeave(true);
    loop.step();
    assertThat(recorder.checkpoints.get(0).longs(Stepper.ITERATION)).containsExactly(4);
    assertThat(recorder.verdicts).isEmpty();
    assertThat(loop.inFlight()).isEqualTo(1);
    assertThat(loop.withdraw(ticket)).isFalse();
  }
}
