package dev.lehr.simulation.schedule;

/**
 * How a scheduler packs.
 *
 * @param packing which waiting system is next
 * @param cap largest sum of scalers in a batch at the start, and the ceiling to which it comes back
 *     after it was lowered
 * @param oversizedAlone whether a system above the cap runs in a batch of its own instead of being
 *     refused: where the cap is a matter of speed, not of memory
 * @param regrowEvery clean steps after which a lowered cap is raised again by {@code regrowBy}
 * @param regrowBy part of the ceiling, 0: a lowered cap stays
 */
public record SchedulerSettings(
    Packing packing, double cap, boolean oversizedAlone, int regrowEvery, double regrowBy) {

  /** Rejects what cannot work. */
  public SchedulerSettings {
    if (!(cap > 0)) {
      throw new IllegalArgumentException("cap is " + cap + ", expected above 0");
    }
    if (regrowEvery < 1 || !(regrowBy >= 0)) {
      throw new IllegalArgumentException("regrows by " + regrowBy + " every " + regrowEvery);
    }
  }

  /** A cap, refused systems above it, and a slow way back after it was lowered. */
  public static SchedulerSettings of(Packing packing, double cap) {
    return new SchedulerSettings(packing, cap, false, 200, 0.02);
  }

  /** The same, with systems above the cap in batches of their own. */
  public SchedulerSettings withOversizedAlone() {
    return new SchedulerSettings(packing, cap, true, regrowEvery, regrowBy);
  }
}
