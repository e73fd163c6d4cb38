package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/** Plain truncated pair potentials over all images, and the loop that drives a stepper. */
record PlainPair(boolean morse, double sigma, double epsilon, double alpha, double cutoff) {

  static PlainPair argon() {
    return new PlainPair(false, 3.405, 0.0104, 0, 8.5125);
  }

  void evaluate(SimState b) {
    Arrays.fill(b.doubles(Stepper.FORCES), 0);
    Arrays.fill(b.doubles(Stepper.STRESS), 0);
    for (int s = 0; s < b.nSystems(); s++) {
      b.doubles(Stepper.ENERGY)[s] = system(b, s);
    }
  }

  private double system(SimState b, int s) {
    double[] x = b.positions();
    double[] c = b.cell();
    int[] reach = new int[3];
    double[] inverse = new double[9];
    if (b.volume(s) != 0) {
      Matrix3.inverse(c, 9 * s, inverse, 0);
    }
    for (int k = 0; k < 3; k++) {
      double h = Math.sqrt(sq(inverse[k]) + sq(inverse[3 + k]) + sq(inverse[6 + k]));
      reach[k] = b.pbc()[3 * s + k] ? (int) Math.ceil(cutoff * h + 1.5) : 0;
    }
    double energy = 0;
    double[] f = b.doubles(Stepper.FORCES);
    double[] d = new double[3];
    for (int i = b.firstAtom(s); i < b.firstAtom(s + 1); i++) {
      for (int j = b.firstAtom(s); j < b.firstAtom(s + 1); j++) {
        for (int p = -reach[0]; p <= reach[0]; p++) {
          for (int q = -reach[1]; q <= reach[1]; q++) {
            for (int r = -reach[2]; r <= reach[2]; r++) {
              double r2 = 0;
              for (int k = 0; k < 3; k++) {
                int o = 9 * s + k;
                d[k] = x[3 * j + k] - x[3 * i + k] + p * c[o] + q * c[o + 3] + r * c[o + 6];
                r2 += d[k] * d[k];
              }
              if (r2 >= cutoff * cutoff || (i == j && p == 0 && q == 0 && r == 0)) {
                continue;
              }
              double[] v = pair(Math.sqrt(r2));
              energy += 0.5 * v[0];
              for (int k = 0; k < 3; k++) {
                f[3 * i + k] += v[1] * d[k];
                for (int l = 0; l < 3 && b.volume(s) != 0; l++) {
                  b.doubles(Stepper.STRESS)[9 * s + 3 * k + l] +=
                      0.5 * v[1] * d[k] * d[l] / Math.abs(b.volume(s));
                }
              }
            }
          }
        }
      }
    }
    return energy;
  }

  /** Energy and its slope over the distance. */
  private double[] pair(double r) {
    if (morse) {
      double e = StrictMath.exp(-alpha * (r - sigma));
      return new double[] {epsilon * sq(1 - e) - epsilon, 2 * epsilon * alpha * e * (1 - e) / r};
    }
    double s6 = StrictMath.pow(sigma / r, 6);
    return new double[] {
      4 * epsilon * (s6 * s6 - s6), -24 * epsilon * (2 * s6 * s6 - s6) / (r * r)
    };
  }

  private static double sq(double a) {
    return a * a;
  }

  /** Moves every system {@code steps} times, whatever the verdicts. */
  void run(Stepper stepper, SimState batch, int steps) {
    for (int n = 0; n < steps; n++) {
      for (int s = 0; s < batch.nSystems(); s++) {
        stepper.move(batch, s);
      }
      evaluate(batch);
      judge(stepper, batch);
    }
  }

  void start(Stepper stepper, SimState system) {
    stepper.prepare(system);
    evaluate(system);
    judge(stepper, system);
  }

  private static void judge(Stepper stepper, SimState batch) {
    for (int s = 0; s < batch.nSystems(); s++) {
      stepper.judge(batch, s);
    }
  }
}
