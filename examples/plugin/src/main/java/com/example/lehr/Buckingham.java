package com.example.lehr;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The pair potential a exp(-r/rho) - c/r^6, shifted so that it is zero at its cutoff. */
final class Buckingham implements Model {

  /** To be raised with any change that changes a bit of a result. */
  private static final String VERSION = "1";

  private final double a;
  private final double rho;
  private final double c;
  private final double cutoff;
  private final double shift;
  private final Workers workers;

  Buckingham(double a, double rho, double c, double cutoff, Workers workers) {
    this.a = a;
    this.rho = rho;
    this.c = c;
    this.cutoff = cutoff;
    this.shift = energy(cutoff);
    this.workers = workers;
  }

  private double energy(double r) {
    double r3 = r * r * r;
    return a * StrictMath.exp(-r / rho) - c / (r3 * r3);
  }

  @Override
  public String name() {
    return "buckingham";
  }

  @Override
  public String digest() {
    String all = String.join(" ", name(), VERSION, hex(a), hex(rho), hex(c), hex(cutoff));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(double x) {
    return Double.toHexString(x);
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  /** Pairs: no farther than neighbours. */
  @Override
  public double range() {
    return cutoff;
  }

  @Override
  public boolean supports(int atomicNumber) {
    return true;
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return MemoryMetric.N_ATOMS_X_DENSITY;
  }

  /** Systems do not know of each other: each may be on a thread of its own. */
  @Override
  public void evaluate(SimState state, ModelOutput output) {
    output.prepareFor(state);
    workers.forEach(state.nSystems(), s -> system(state, s, output));
  }

  private void system(SimState state, int s, ModelOutput output) {
    NeighborList list = NeighborList.of(state, s, cutoff);
    int first = state.firstAtom(s);
    double[] x = state.positions();
    double[] shifts = list.shiftVectors(state.cell(), 9 * s, new double[0]);
    double[] virial = new double[9];
    double[] d = new double[3];
    double energy = 0;
    for (int i = 0; i < list.nAtoms(); i++) {
      double of = 0;
      for (int k = list.starts()[i]; k < list.starts()[i + 1]; k++) {
        int j = list.neighbors()[k];
        for (int m = 0; m < 3; m++) {
          d[m] =
              x[3 * (first + j) + m]
                  - x[3 * (first + i) + m]
                  + shifts[3 * list.shiftIds()[k] + m];
        }
        double r = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        double r3 = r * r * r;
        of += 0.5 * (energy(r) - shift);
        // dE/dr over r: the force on i is along d where the pair attracts.
        double g = (-a / rho * StrictMath.exp(-r / rho) + 6 * c / (r3 * r3 * r)) / r;
        for (int m = 0; m < 3; m++) {
          output.forces()[3 * (first + i) + m] += g * d[m];
          for (int n = 0; n < 3; n++) {
            virial[3 * m + n] += 0.5 * g * d[m] * d[n];
          }
        }
      }
      output.energies()[first + i] = of;
      energy += of;
    }
    output.energy()[s] = energy;
    double volume = Math.abs(state.volume(s));
    for (int m = 0; m < 9 && volume > 0; m++) {
      output.stress()[9 * s + m] = virial[m] / volume;
    }
  }
}
