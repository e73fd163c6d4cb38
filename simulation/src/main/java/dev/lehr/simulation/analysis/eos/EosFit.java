package dev.lehr.simulation.analysis.eos;

import dev.lehr.simulation.units.Units;
import org.hipparchus.util.Binary64;

/**
 * A form fitted to energies at volumes. Energy and volume are of the whole cell.
 *
 * @param form which
 * @param volume V0, where the energy is lowest, angstrom^3
 * @param energy E0, there, eV
 * @param bulkModulus B0, there, eV/angstrom^3
 * @param bulkModulusDerivative B0', by pressure, there
 * @param rms root of the mean square of what the fit leaves, eV
 */
public record EosFit(
    Form form,
    double volume,
    double energy,
    double bulkModulus,
    double bulkModulusDerivative,
    double rms) {

  /** B0 in GPa. */
  public double bulkModulusGpa() {
    return Units.toGpa(bulkModulus);
  }

  /** The fitted energy, eV, at a volume, angstrom^3. */
  public double energyAt(double v) {
    return form.energy(
            new Binary64(energy),
            new Binary64(volume),
            new Binary64(bulkModulus),
            new Binary64(bulkModulusDerivative),
            v)
        .getReal();
  }
}
