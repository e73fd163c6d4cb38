package dev.lehr.simulation.simulator;

import dev.lehr.simulation.state.SimState;

/**
 * What a structure goes through when it is computed alone and undisturbed, as one number for each
 * step. A step mixes every bit of the state into the next, so that a system whose number is right
 * has never been mixed up with another, started anew in secret, or moved twice.
 */
final class Path {

  private final long[] digests;

  private Path(long[] digests) {
    this.digests = digests;
  }

  /** The path of a structure. */
  static Path alone(int structure, int atoms, int steps) {
    long[] digests = new long[steps + 1];
    double[] positions = start(structure, atoms);
    double[] forces = new double[positions.length];
    long value = firstValue(structure);
    digests[0] = digest(value, positions, 0, positions.length);
    for (int i = 1; i <= steps; i++) {
      for (int k = 0; k < forces.length; k++) {
        forces[k] = force(positions[k]);
      }
      value = next(value, forces, 0, forces.length);
      move(value, positions, 0, positions.length);
      digests[i] = digest(value, positions, 0, positions.length);
    }
    return new Path(digests);
  }

  /** Number of a step; the largest number of steps is the largest that may be asked for. */
  long at(long iteration) {
    return digests[(int) iteration];
  }

  /** Number of steps. */
  int steps() {
    return digests.length - 1;
  }

  /** The number of a system of a batch as it stands. */
  static long digestOf(SimState batch, int system) {
    return digest(
        batch.longs(MixingStepper.VALUE)[system],
        batch.positions(),
        3 * batch.firstAtom(system),
        3 * batch.firstAtom(system + 1));
  }

  static double[] start(int structure, int atoms) {
    double[] positions = new double[3 * atoms];
    move(mix(structure), positions, 0, positions.length);
    return positions;
  }

  static long firstValue(int structure) {
    return mix(structure + 1L);
  }

  /** What the model answers for a coordinate. */
  static double force(double x) {
    return 1 / (1 + x * x);
  }

  /** The value after one that was seen with forces of the rows [from, to). */
  static long next(long value, double[] forces, int from, int to) {
    long mixed = value;
    for (int k = from; k < to; k++) {
      mixed = mix(mixed ^ Double.doubleToRawLongBits(forces[k]));
    }
    return mixed;
  }

  /** Moves the coordinates [from, to) as a value says. */
  static void move(long value, double[] positions, int from, int to) {
    for (int k = from; k < to; k++) {
      positions[k] = positions[k] / 2 + (mix(value + k - from) >>> 11) * 0x1.0p-53;
    }
  }

  private static long digest(long value, double[] positions, int from, int to) {
    long mixed = value;
    for (int k = from; k < to; k++) {
      mixed = mix(mixed ^ Double.doubleToRawLongBits(positions[k]));
    }
    return mixed;
  }

  /** Stafford's variant 13 of the finaliser of MurmurHash3, as in SplitMix64. */
  private static long mix(long z) {
    long x = z + 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
