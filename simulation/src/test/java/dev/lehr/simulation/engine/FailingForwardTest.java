package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Forward passes that find no memory, or fail in another way. */
class FailingForwardTest {

  private static final int SYSTEMS = 40;

  /** Springs to the origin on a device with a memory of so many atoms, and with accidents. */
  private static final class Device implements Model {
    private final int memory;
    private final Set<Integer> culprits;
    private final boolean culpritsNeedMemory;
    private final Random accidents;
    private final int accidentOneIn;
    private int released;

    Device(
        int memory,
        Set<Integer> culprits,
        boolean culpritsNeedMemory,
        long seed,
        int accidentOneIn) {
      this.memory = memory;
      this.culprits = culprits;
      this.culpritsNeedMemory = culpritsNeedMemory;
      this.accidents = new Random(seed);
      this.accidentOneIn = accidentOneIn;
    }

    @Override
    public String name() {
      return "device";
    }

    @Override
    public String digest() {
      return "device";
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
    public void releaseCaches() {
      released++;
    }

    @Override
    public void evaluate(SimState state, ModelOutput output) {
      boolean harm = false;
      for (int a = 0; a < state.nAtoms(); a++) {
        harm |= culprits.contains(state.atomicNumbers()[a] - 1);
      }
      if (state.nAtoms() > memory || (harm && culpritsNeedMemory)) {
        throw new DeviceOutOfMemoryException("CUDA out of memory. Tried to allocate 2.00 GiB");
      }
      if (harm) {
        throw new IllegalStateException("index 7 is out of bounds\nmore lines");
      }
      if (accidentOneIn > 0 && accidents.nextInt(accidentOneIn) == 0) {
        throw accidents.nextBoolean()
            ? new IllegalStateException("CUDA error: an accident")
            : new RuntimeException(
                "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried 9 bytes");
      }
      output.prepareFor(state);
      for (int s = 0; s < state.nSystems(); s++) {
        for (int i = 3 * state.firstAtom(s); i < 3 * state.firstAtom(s + 1); i++) {
          double x = state.positions()[i];
          output.forces()[i] = -x;
          output.energies()[i / 3] += x * x / 2;
          output.energy()[s] += x * x / 2;
        }
      }
    }
  }

  /** With a memory of its own, so that a step made twice or left out would show. */
  private record Descent(int steps) implements Stepper {
    private static final String MEMORY = "descent.memory";
    private static final String JUDGED = "descent.judged";

    @Override
    public void prepare(SimState system) {
      system.addDoubles(MEMORY, Scope.ATOM, 3, 0);
      system.addLongs(JUDGED, Scope.SYSTEM, 1, 0);
      system.addLongs(ITERATION, Scope.SYSTEM, 1, 0);
    }

    @Override
    public Verdict judge(SimState batch, int system) {
      batch.longs(JUDGED)[system]++;
      return batch.longs(ITERATION)[system] >= steps
          ? new Verdict.Converged()
          : new Verdict.Continue();
    }

    @Override
    public void move(SimState batch, int system) {
      double[] memory = batch.doubles(MEMORY);
      for (int i = 3 * batch.firstAtom(system); i < 3 * batch.firstAtom(system + 1); i++) {
        memory[i] = 0.3 * memory[i] + 0.07 * batch.doubles(FORCES)[i];
        batch.positions()[i] += memory[i];
      }
      batch.longs(ITERATION)[system]++;
    }
  }

  private static final class Ends implements BatchLoop.Listener<Integer> {
    final Map<Integer, SimState> states = new HashMap<>();
    final Map<Integer, Verdict> verdicts = new HashMap<>();
    final Map<Integer, Integer> attempts = new HashMap<>();

    @Override
    public void admitted(Integer tag) {}

    @Override
    public void checkpoint(Integer tag, SimState system, int swapAttempts) {}

    @Override
    public void left(Integer tag, SimState system, Verdict verdict, int swapAttempts) {
      assertThat(verdicts.put(tag, verdict)).as("system %s ends once", tag).isNull();
      states.put(tag, system);
      attempts.put(tag, swapAttempts);
    }

    @Override
    public void tooLarge(Integer tag, double scaler, double maxScaler) {
      throw new AssertionError("too large: " + tag);
    }
  }

  private static SimState system(int i) {
    int atoms = 1 + (i * 7) % 6;
    double[] positions = new Random(i).doubles(3L * atoms, 0.5, 2.0).toArray();
    int[] numbers = new int[atoms];
    java.util.Arrays.fill(numbers, i + 1);
    return SimState.ofSystem(numbers, new double[atoms], positions, new double[9], new boolean[3]);
  }

  private static Ticket<Integer> ticket(int i) {
    return Ticket.fresh(i, new Descent(5 + (i * 13) % 40), system(i));
  }

  private static BatchLoop<Integer> loop(Model model, double cap, Ends ends) {
    return new BatchLoop<>(
        model,
        Workers.serial(),
        new Scheduler<>(SchedulerSettings.of(Packing.lookAhead(), cap)),
        SimState::nAtoms,
        LoopSettings.checkpointEvery(7),
        ends);
  }

  private static Ends run(BatchLoop<Integer> loop, Ends ends) {
    for (int i = 0; i < SYSTEMS; i++) {
      loop.submit(ticket(i));
    }
    int steps = 0;
    while (loop.step()) {
      assertThat(++steps).as("it comes to an end").isLessThan(20_000);
    }
    return ends;
  }

  private static Ends calm() {
    Ends ends = new Ends();
    return run(loop(new Device(1 << 20, Set.of(), true, 0, 0), 60, ends), ends);
  }

  private static void assertSame(Ends found, Ends expected, Set<Integer> but) {
    for (int i = 0; i < SYSTEMS; i++) {
      if (!but.contains(i)) {
        assertThat(found.verdicts.get(i)).isEqualTo(new Verdict.Converged());
        SimState a = found.states.get(i);
        SimState b = expected.states.get(i);
        assertThat(a.positions()).containsExactly(b.positions());
        assertThat(a.doubles(Descent.MEMORY)).containsExactly(b.doubles(Descent.MEMORY));
        assertThat(a.longs(Descent.JUDGED)).containsExactly(b.longs(Descent.JUDGED));
        assertThat(a.doubles(Stepper.ENERGY)).containsExactly(b.doubles(Stepper.ENERGY));
        assertThat(found.attempts.get(i)).isEqualTo(expected.attempts.get(i));
      }
    }
  }

  @Test
  void aCapThatIsTwiceTheMemoryCostsSomeStepsAndNoSystemItsWork() {
    Ends ends = new Ends();
    Device device = new Device(30, Set.of(), true, 0, 0);
    BatchLoop<Integer> loop = loop(device, 60, ends);
    run(loop, ends);
    assertSame(ends, calm(), Set.of());
    assertThat(device.released).isPositive();
    assertThat(loop.figures().outOfMemory()).isPositive();
    assertThat(loop.figures().evictions()).isPositive();
    assertThat(loop.figures().condemned()).isZero();
  }

  @Test
  void whoFailsAloneWhereOthersDoNotFailsWithTheReasonAndItsMatesHaveTheirBits() {
    Set<Integer> culprits = Set.of(3, 17, 31);
    for (boolean memory : new boolean[] {true, false}) {
      Ends ends = new Ends();
      BatchLoop<Integer> loop = loop(new Device(1 << 20, culprits, memory, 0, 0), 60, ends);
      run(loop, ends);
      assertSame(ends, calm(), culprits);
      for (int culprit : culprits) {
        Verdict.Failed failed = (Verdict.Failed) ends.verdicts.get(culprit);
        assertThat(failed.reason()).isEqualTo(memory ? "out_of_memory" : "model_failed");
        assertThat(failed.detail())
            .endsWith(memory ? "Tried to allocate 2.00 GiB" : "index 7 is out of bounds");
      }
      assertThat(loop.figures().condemned()).isEqualTo(3);
    }
  }

  @Property(tries = 40)
  void accidentsOfTheDeviceConvictNobodyAndChangeNoBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 6, max = 60) int memory,
      @ForAll @IntRange(min = 30, max = 90) int oneIn) {
    Ends ends = new Ends();
    run(loop(new Device(memory, Set.of(), true, seed, oneIn), 60, ends), ends);
    assertSame(ends, calm(), Set.of());
  }

  @Test
  void aDeviceThatFailsOnEverythingBlamesNobody() {
    Ends ends = new Ends();
    BatchLoop<Integer> loop = loop(new Device(0, Set.of(), true, 0, 0), 60, ends);
    for (int i = 0; i < SYSTEMS; i++) {
      loop.submit(ticket(i));
    }
    assertThatThrownBy(
            () -> {
              while (loop.step()) {}
            })
        .isInstanceOf(DeviceFailedException.class)
        .hasMessageContaining("CUDA out of memory");
    assertThat(ends.verdicts).isEmpty();
  }

  @Test
  void aDeviceThatBreaksWhenThreeAreLeftBlamesNobodyEither() {
    Ends ends = new Ends();
    Device sound = new Device(1 << 20, Set.of(), true, 0, 0);
    int[] forwards = {0};
    Model breaks =
        new Model() {
          @Override
          public String name() {
            return sound.name();
          }

          @Override
          public String digest() {
            return sound.digest();
          }

          @Override
          public double cutoff() {
            return sound.cutoff();
          }

          @Override
          public boolean supports(int atomicNumber) {
            return true;
          }

          @Override
          public MemoryMetric memoryScalesWith() {
            return sound.memoryScalesWith();
          }

          @Override
          public void evaluate(SimState state, ModelOutput output) {
            if (forwards[0]++ > 4) {
              throw new IllegalStateException("CUDA error: an illegal memory access");
            }
            sound.evaluate(state, output);
          }
        };
    BatchLoop<Integer> loop = loop(breaks, 60, ends);
    for (int i = 0; i < 3; i++) {
      loop.submit(ticket(i));
    }
    assertThatThrownBy(
            () -> {
              while (loop.step()) {}
            })
        .isInstanceOf(DeviceFailedException.class)
        .hasMessageContaining("illegal memory access");
    assertThat(ends.verdicts.values()).noneMatch(v -> v instanceof Verdict.Failed);
  }

  @Test
  void anEvictedSystemThatIsWithdrawnIsWrittenDownWhereItStandsAndGoesOnWithTheSameBits() {
    Map<Integer, SimState> saved = new HashMap<>();
    Map<Integer, Integer> attempts = new HashMap<>();
    Ends ends = new Ends();
    BatchLoop.Listener<Integer> recorder =
        new BatchLoop.Listener<>() {
          @Override
          public void admitted(Integer tag) {}

          @Override
          public void checkpoint(Integer tag, SimState system, int swapAttempts) {
            saved.put(tag, system);
            attempts.put(tag, swapAttempts);
          }

          @Override
          public void left(Integer tag, SimState system, Verdict verdict, int swapAttempts) {
            ends.left(tag, system, verdict, swapAttempts);
          }

          @Override
          public void tooLarge(Integer tag, double scaler, double maxScaler) {
            ends.tooLarge(tag, scaler, maxScaler);
          }
        };
    BatchLoop<Integer> first =
        new BatchLoop<>(
            new Device(30, Set.of(), true, 0, 0),
            Workers.serial(),
            new Scheduler<>(SchedulerSettings.of(Packing.lookAhead(), 60)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(1000),
            recorder);
    Map<Integer, Ticket<Integer>> tickets = new HashMap<>();
    for (int i = 0; i < SYSTEMS; i++) {
      tickets.put(i, ticket(i));
      first.submit(tickets.get(i));
    }
    first.step();
    assertThat(first.figures().evictions()).isPositive();
    // What the first step evicted has been moved at most; what never ran has no checkpoint.
    first.step();
    tickets.forEach((i, t) -> first.withdraw(t));
    int resumed = saved.size();
    BatchLoop<Integer> second = loop(new Device(1 << 20, Set.of(), true, 0, 0), 60, ends);
    saved.forEach(
        (i, state) ->
            second.submit(Ticket.resumed(i, tickets.get(i).stepper(), state, attempts.get(i))));
    while (second.step()) {}
    Ends expected = calm();
    saved
        .keySet()
        .forEach(
            i ->
                assertThat(ends.states.get(i).positions())
                    .containsExactly(expected.states.get(i).positions()));
    assertThat(ends.states).hasSize(resumed);
  }
}
