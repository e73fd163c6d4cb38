package dev.lehr.simulation.analysis.phonons;

/**
 * What harmonic vibrations add at a temperature, of a cell.
 *
 * @param temperature K
 * @param zeroPoint eV
 * @param freeEnergy Helmholtz's, eV, with the zero point
 * @param entropy eV/K
 * @param heatCapacity at constant volume, eV/K
 */
public record Thermal(
    double temperature, double zeroPoint, double freeEnergy, double entropy, double heatCapacity) {

  /** Energy with the zero point, eV. */
  public double energy() {
    return freeEnergy + temperature * entropy;
  }
}
