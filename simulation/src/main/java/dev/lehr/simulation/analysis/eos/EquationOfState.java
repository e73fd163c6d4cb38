package dev.lehr.simulation.analysis.eos;

import java.util.List;

/**
 * Energies at volumes and the forms fitted to them.
 *
 * @param fits in the order of the settings
 * @param points in order of volume
 * @param warnings sentences: forms and points that were left out
 */
public record EquationOfState(List<EosFit> fits, List<EosPoint> points, List<String> warnings) {

  /** Takes copies. */
  public EquationOfState {
    fits = List.copyOf(fits);
    points = List.copyOf(points);
    warnings = List.copyOf(warnings);
  }

  /** The fit that counts: of the first form that could be fitted. */
  public EosFit best() {
    return fits.get(0);
  }
}
