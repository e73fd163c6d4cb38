package dev.lehr.simulation.simulator;

import dev.lehr.simulation.schedule.Packing;
import java.util.Set;

/**
 * What scenarios are drawn from.
 *
 * @param structures structures of a campaign; 0: 8 to 40, drawn
 * @param population where their sizes and steps come from
 * @param packing which waiting system is next
 * @param swapEvery steps between looks at who is done, at least 1
 * @param faults what may go wrong
 */
public record SimulatorSettings(
    int structures, Population population, Packing packing, int swapEvery, Set<Fault> faults) {

  /** So impatient that small campaigns reach the bound. */
  public static final Packing LOOK_AHEAD = new Packing.LookAhead(16, 8);

  /** Rejects what cannot work. */
  public SimulatorSettings {
    if (structures < 0 || swapEvery < 1) {
      throw new IllegalArgumentException(
          structures + " structures, a swap every " + swapEvery + " steps");
    }
    faults = Set.copyOf(faults);
  }

  /** Small campaigns, every fault. */
  public static SimulatorSettings defaults() {
    return new SimulatorSettings(0, Population.small(), LOOK_AHEAD, 1, Fault.all());
  }

  /** The same with another packing. */
  public SimulatorSettings with(Packing other) {
    return new SimulatorSettings(structures, population, other, swapEvery, faults);
  }

  /** The same with other faults. */
  public SimulatorSettings with(Set<Fault> others) {
    return new SimulatorSettings(structures, population, packing, swapEvery, others);
  }
}
