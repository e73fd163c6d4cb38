package dev.lehr.simulation.verification;

/**
 * One thing that was checked.
 *
 * @param name what, a few words
 * @param found the worst deviation
 * @param allowed the largest that passes
 * @param unit of both
 * @param where the system with the worst deviation
 */
public record Check(String name, double found, double allowed, String unit, String where) {

  /** Whether the deviation is a number and small enough. */
  public boolean passed() {
    return found <= allowed;
  }
}
