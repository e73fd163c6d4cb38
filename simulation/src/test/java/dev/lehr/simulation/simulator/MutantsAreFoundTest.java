package dev.lehr.simulation.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.simulator.BrokenLedger.Flaw;
import dev.lehr.simulation.state.SimState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** That the invariants can fail: each thing that is broken on purpose is found by one of them. */
class MutantsAreFoundTest {

  private static final int SEEDS = 60;

  @Test
  void aLedgerThatTakesOldFencesIsFound() {
    assertThat(with(Flaw.TAKES_OLD_FENCES, Fault.DUPLICATE)).contains(Invariant.FENCES);
  }

  @Test
  void aLedgerThatEndsStructuresTwiceIsFound() {
    assertThat(with(Flaw.ENDS_TWICE, Fault.LOST_ANSWER)).contains(Invariant.TERMINAL_ONCE);
  }

  @Test
  void aLedgerThatLosesCheckpointsIsFound() {
    assertThat(with(Flaw.LOSES_CHECKPOINTS, Fault.SIGKILL)).contains(Invariant.DURABLE);
  }

  @Test
  void aLedgerThatTakesDamagedCheckpointsForWholeOnesIsFound() {
    assertThat(with(Flaw.TAKES_DAMAGE_FOR_WHOLE, Fault.TORN_CHECKPOINT, Fault.SIGKILL))
        .contains(Invariant.DURABLE);
  }

  @Test
  void aLedgerThatForgetsTasksIsFound() {
    assertThat(with(Flaw.FORGETS_TASKS, Fault.SIGKILL)).contains(Invariant.DURABLE);
  }

  @Test
  void aLedgerThatCountsNoDeathsIsFoundBecausePoisonThenNeverEnds() {
    assertThat(with(Flaw.COUNTS_NO_DEATHS, Fault.POISON)).contains(Invariant.ENDS);
  }

  @Test
  void aStepperThatTouchesItsNeighbourIsFound() {
    assertThat(with(TouchesItsNeighbour::new)).contains(Invariant.BITS);
  }

  @Test
  void aStepperThatStandsStillOnceIsFound() {
    assertThat(with(CountsWithoutMoving::new)).contains(Invariant.BITS);
  }

  @Test
  void aStepperThatEndsTooEarlyIsFound() {
    assertThat(with(EndsTooEarly::new)).contains(Invariant.BITS);
  }

  private static Optional<Invariant> with(Flaw flaw, Fault... faults) {
    return broken(
        List.of(faults),
        (structures, size) -> new BrokenLedger(flaw, structures, size),
        UnaryOperator.identity());
  }

  private static Optional<Invariant> with(UnaryOperator<Stepper> stepper) {
    return broken(List.of(), MemoryLedger::new, stepper);
  }

  private static Optional<Invariant> broken(
      List<Fault> faults, Simulator.Ledgers ledgers, UnaryOperator<Stepper> stepper) {
    Set<Fault> set = EnumSet.noneOf(Fault.class);
    set.addAll(faults);
    SimulatorSettings settings =
        SimulatorSettings.defaults().with(set).with(new Packing.LookAhead(8, 4));
    for (long seed = 0; seed < SEEDS; seed++) {
      new Simulator(settings).run(seed);
      try {
        new Simulator(settings, ledgers, stepper).run(seed);
      } catch (BrokenInvariantException e) {
        return Optional.of(e.invariant());
      }
    }
    return Optional.empty();
  }

  private record TouchesItsNeighbour(Stepper right) implements Stepper {
    @Override
    public void prepare(SimState system) {
      right.prepare(system);
    }

    @Override
    public Verdict judge(SimState batch, int system) {
      return right.judge(batch, system);
    }

    @Override
    public void move(SimState batch, int system) {
      right.move(batch, system);
      if (system > 0) {
        batch.positions()[3 * batch.firstAtom(system) - 1] += 1e-12;
      }
    }
  }

  private record CountsWithoutMoving(Stepper right) implements Stepper {
    @Override
    public void prepare(SimState system) {
      right.prepare(system);
    }

    @Override
    public Verdict judge(SimState batch, int system) {
      return right.judge(batch, system);
    }

    @Override
    public void move(SimState batch, int system) {
      if (batch.longs(ITERATION)[system] == 7) {
        batch.longs(ITERATION)[system]++;
      } else {
        right.move(batch, system);
      }
    }
  }

  private record EndsTooEarly(Stepper right) implements Stepper {
    @Override
    public void prepare(SimState system) {
      right.prepare(system);
    }

    @Override
    public Verdict judge(SimState batch, int system) {
      Verdict verdict = right.judge(batch, system);
      return batch.longs(ITERATION)[system] >= 30 && !verdict.leaves()
          ? new Verdict.Converged()
          : verdict;
    }

    @Override
    public void move(SimState batch, int system) {
      right.move(batch, system);
    }
  }
}
