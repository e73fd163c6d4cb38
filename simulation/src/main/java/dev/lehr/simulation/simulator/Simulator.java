package dev.lehr.simulation.simulator;

import dev.lehr.simulation.optimize.Stepper;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs scenarios drawn from seeds.
 *
 * <pre>{@code
 * SimulationReport report = new Simulator(SimulatorSettings.defaults()).run(42);
 * }</pre>
 */
public final class Simulator {

  /** Makes an empty ledger of a campaign. */
  @FunctionalInterface
  public interface Ledgers {
    /**
     * A ledger.
     *
     * @param structures structures of the campaign
     * @param shardSize structures in a shard
     */
    SimulatedLedger of(int structures, int shardSize);
  }

  private final SimulatorSettings settings;
  private final Ledgers ledgers;
  private final UnaryOperator<Stepper> steppers;

  /** With a ledger in memory. */
  public Simulator(SimulatorSettings settings) {
    this(settings, MemoryLedger::new);
  }

  /** With another ledger. */
  public Simulator(SimulatorSettings settings, Ledgers ledgers) {
    this(settings, ledgers, UnaryOperator.identity());
  }

  /** With a stepper around the one that knows what is right. */
  Simulator(SimulatorSettings settings, Ledgers ledgers, UnaryOperator<Stepper> steppers) {
    this.settings = settings;
    this.ledgers = ledgers;
    this.steppers = steppers;
  }

  /**
   * Runs the scenario of a seed.
   *
   * @throws BrokenInvariantException where an invariant does not hold
   */
  public SimulationReport run(long seed) {
    return run(seed, Optional.empty());
  }

  /**
   * The same, and tells what happens.
   *
   * @param trace is told every event worth a line
   * @throws BrokenInvariantException where an invariant does not hold
   */
  public SimulationReport run(long seed, Consumer<String> trace) {
    return run(seed, Optional.of(trace));
  }

  private SimulationReport run(long seed, Optional<Consumer<String>> trace) {
    Scenario scenario = ScenarioDraw.of(seed, settings);
    try (SimulatedLedger ledger = ledgers.of(scenario.structures().size(), scenario.shardSize())) {
      return new Cluster(scenario, ledger, steppers, trace).run();
    }
  }
}
