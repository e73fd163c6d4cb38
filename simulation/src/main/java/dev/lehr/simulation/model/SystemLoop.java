package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.neighbors.VerletList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs a {@link Kernel} over the systems of a batch, each with its neighbour list. Small systems
 * are shared among the threads; a large one is cut into blocks of atoms, whose sums are added in
 * the order of the blocks. Into how many depends on the system alone, so that its bits depend on
 * neither threads nor batch mates.
 *
 * <p>A system whose neighbours cannot be listed (not finite, collapsed) gets NaN everywhere and
 * does not disturb the others.
 */
final class SystemLoop {

  private static final double LARGEST_SKIN = 1.0;
  private static final double SKIN_OF_CUTOFF = 0.12;

  /** Adding the sums of blocks costs little beside a block's pairs. */
  private static final int LEAST_ATOMS_OF_A_BLOCK = 500;

  private static final int MOST_BLOCKS = 8;

  private final Kernel kernel;
  private final double cutoff;
  private final Workers workers;
  private final double skin;
  private final String companion;
  private final ThreadLocal<SystemWork> ofThread = ThreadLocal.withInitial(SystemWork::new);
  private final Queue<SystemWork> spare = new ConcurrentLinkedQueue<>();

  SystemLoop(Kernel kernel, double cutoff, Workers workers) {
    this(kernel, cutoff, workers, skin(cutoff));
  }

  SystemLoop(Kernel kernel, double cutoff, Workers workers, double skin) {
    this.kernel = kernel;
    this.cutoff = cutoff;
    this.workers = workers;
    this.skin = skin;
    this.companion = companionOf(cutoff);
  }

  /** A skin of 12 % of the cutoff, 1 angstrom at most: no result depends on it. */
  static double skin(double cutoff) {
    return Math.min(LARGEST_SKIN, SKIN_OF_CUTOFF * cutoff);
  }

  /**
   * The name under which a state carries the lists of a cutoff: terms of a sum of models share
   * their list where they can, and leave each other's alone where not.
   */
  static String companionOf(double cutoff) {
    return VerletList.COMPANION + " within " + cutoff;
  }

  /** The number of blocks of a system. */
  static int blocks(int atoms) {
    return Math.max(1, Math.min(MOST_BLOCKS, atoms / LEAST_ATOMS_OF_A_BLOCK));
  }

  void run(SimState state, ModelOutput output) {
    output.prepareFor(state);
    Object[] carried = state.companions(companion);
    SystemWork[] large = new SystemWork[state.nSystems()];
    workers.forEach(
        state.nSystems(),
        s -> {
          int blocks = blocks(state.nAtoms(s));
          Optional<NeighborList> list = listOf(state, s, carried);
          if (list.isEmpty()) {
            fillWithNaN(state, s, output);
          } else if (blocks > 1) {
            SystemWork kept = spare.poll();
            large[s] = kept == null ? new SystemWork() : kept;
            large[s].begin(state, s, list.get(), kernel, blocks);
          } else {
            SystemWork work = ofThread.get();
            work.begin(state, s, list.get(), kernel, 1);
            inOnePiece(work, state, output);
          }
        });
    List<SystemWork> cut = Arrays.stream(large).filter(work -> work != null).toList();
    if (!cut.isEmpty()) {
      inBlocks(cut, state, output);
      spare.addAll(cut);
    }
  }

  private Optional<NeighborList> listOf(SimState state, int system, Object[] carried) {
    try {
      return Optional.of(VerletList.current(carried, state, system, cutoff, skin, workers).list());
    } catch (NeighborSearchException unfit) {
      return Optional.empty();
    }
  }

  private void inOnePiece(SystemWork work, SimState state, ModelOutput output) {
    for (int pass = 0; pass < kernel.passes(); pass++) {
      work.add(kernel, pass, 0, output);
      work.join(kernel, pass, 0, output);
    }
    work.end(state, output);
  }

  private void inBlocks(List<SystemWork> cut, SimState state, ModelOutput output) {
    int pieces = cut.stream().mapToInt(SystemWork::blocks).sum();
    int[] workOf = new int[pieces];
    int[] blockOf = new int[pieces];
    int piece = 0;
    for (int w = 0; w < cut.size(); w++) {
      for (int block = 0; block < cut.get(w).blocks(); block++) {
        workOf[piece] = w;
        blockOf[piece++] = block;
      }
    }
    for (int p = 0; p < kernel.passes(); p++) {
      int pass = p;
      workers.forEach(pieces, i -> cut.get(workOf[i]).add(kernel, pass, blockOf[i], output));
      workers.forEach(pieces, i -> cut.get(workOf[i]).join(kernel, pass, blockOf[i], output));
    }
    cut.forEach(work -> work.end(state, output));
  }

  private static void fillWithNaN(SimState state, int system, ModelOutput output) {
    int from = state.firstAtom(system);
    int to = state.firstAtom(system + 1);
    output.energy()[system] = Double.NaN;
    Arrays.fill(output.stress(), 9 * system, 9 * system + 9, Double.NaN);
    Arrays.fill(output.energies(), from, to, Double.NaN);
    Arrays.fill(output.forces(), 3 * from, 3 * to, Double.NaN);
    if (output.hasStresses()) {
      Arrays.fill(output.stresses(), 9 * from, 9 * to, Double.NaN);
    }
  }
}
