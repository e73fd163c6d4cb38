package dev.lehr.activities.bridge;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Some systems of a batch, one behind another, on their way to Python and back.
 *
 * @param state the batch
 * @param from the first system
 * @param to the system after the last
 */
record Exchange(SimState state, int from, int to) {

  int systems() {
    return to - from;
  }

  int firstAtom() {
    return state.firstAtom(from);
  }

  int atoms() {
    return state.firstAtom(to) - firstAtom();
  }

  Exchange firstHalf() {
    return new Exchange(state, from, from + systems() / 2);
  }

  Exchange secondHalf() {
    return new Exchange(state, from + systems() / 2, to);
  }

  /** The body of a request. */
  Frame request(long id) {
    int s = systems();
    int n = atoms();
    long size = 16L + 4L * s + 4L * n + 3L * s + 72L * s + 24L * n;
    ByteBuffer b = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(id).putInt(s).putInt(n);
    for (int k = from; k < to; k++) {
      b.putInt(state.nAtoms(k));
    }
    for (int a = firstAtom(); a < firstAtom() + n; a++) {
      b.putInt(state.atomicNumbers()[a]);
    }
    for (int k = 3 * from; k < 3 * to; k++) {
      b.put((byte) (state.pbc()[k] ? 1 : 0));
    }
    doubles(b, state.cell(), 9 * from, 9 * s);
    doubles(b, state.positions(), 3 * firstAtom(), 3 * n);
    return new Frame('E', b.flip());
  }

  private static void doubles(ByteBuffer into, double[] values, int first, int count) {
    into.asDoubleBuffer().put(values, first, count);
    into.position(into.position() + 8 * count);
  }

  /**
   * Puts a reply where these systems are.
   *
   * @throws ProcessLostException where it is not the reply to this request
   */
  void accept(ByteBuffer reply, long id, ModelOutput output) throws ProcessLostException {
    int s = systems();
    int n = atoms();
    if (reply.remaining() < 16 || reply.getLong() != id) {
      throw new ProcessLostException("it answered what was not asked");
    }
    boolean hasEnergies = reply.get() == 1;
    reply.position(reply.position() + 7);
    long expected = 8L * (10L * s + 3L * n + (hasEnergies ? n : 0));
    if (reply.remaining() != expected) {
      throw new ProcessLostException(
          "its answer has " + reply.remaining() + " bytes, expected " + expected);
    }
    take(reply, output.energy(), from, s);
    take(reply, output.stress(), 9 * from, 9 * s);
    take(reply, output.forces(), 3 * firstAtom(), 3 * n);
    if (hasEnergies) {
      take(reply, output.energies(), firstAtom(), n);
    } else {
      shareEnergy(output);
    }
  }

  private static void take(ByteBuffer from, double[] into, int first, int count) {
    from.asDoubleBuffer().get(into, first, count);
    from.position(from.position() + 8 * count);
  }

  /** Where a model does not say which atom has what, all atoms have the same. */
  private void shareEnergy(ModelOutput output) {
    for (int k = from; k < to; k++) {
      double each = output.energy()[k] / state.nAtoms(k);
      java.util.Arrays.fill(output.energies(), state.firstAtom(k), state.firstAtom(k + 1), each);
    }
  }

  /** Says of all these systems that nothing is known. */
  void acceptNothing(ModelOutput output) {
    java.util.Arrays.fill(output.energy(), from, to, Double.NaN);
    java.util.Arrays.fill(output.stress(), 9 * from, 9 * to, Double.NaN);
    int first = firstAtom();
    java.util.Arrays.fill(output.forces(), 3 * first, 3 * (first + atoms()), Double.NaN);
    java.util.Arrays.fill(output.energies(), first, first + atoms(), Double.NaN);
  }
}
