package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.neighbors.VerletList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the inputs of a graph network: all systems one behind another, and every directed pair
 * closer than a cutoff as an edge.
 *
 * <p>Edges stand by system, then by centre, then by neighbour, then by shift; an edge means the
 * vector {@code d = r_neighbour - r_centre + shift·cell} with |d| strictly below the cutoff. The
 * lists behind them carry a skin and travel with their systems; what is handed out is cut at the
 * cutoff, so that it does not depend on when a list was built.
 *
 * <p>Arrays are reused from batch to batch and longer than what they hold: read, do not keep.
 */
public final class GraphBatch {

  /** What a system carries: its list, and the same with both directions of each pair. */
  private record Carried(VerletList half, NeighborList full) {}

  private final double cutoff;
  private final double skin;
  private final double largestSquare;
  private final String companion;
  private final Workers workers;
  private final AtomicLong built = new AtomicLong();
  private final AtomicLong reused = new AtomicLong();

  private int firstSystem;
  private int firstAtom;
  private int nSystems;
  private int nAtoms;
  private int nEdges;
  private boolean[] unfit = new boolean[0];
  private double[] positions = new double[0];
  private double[] cell = new double[0];
  private long[] atomicNumbers = new long[0];
  private long[] systemIdx = new long[0];
  private int[] firstEdge = new int[1];
  private long[] edgeIndex = new long[0];
  private double[] unitShifts = new double[0];
  private @Nullable NeighborList[] lists = new NeighborList[0];

  /**
   * For models of one cutoff.
   *
   * @param cutoff angstrom, finite
   * @param workers share the systems of a batch
   */
  public GraphBatch(double cutoff, Workers workers) {
    this(cutoff, SystemLoop.skin(cutoff), workers);
  }

  /** As the other; a skin of another width, angstrom. */
  public GraphBatch(double cutoff, double skin, Workers workers) {
    this.cutoff = Parameters.length("cutoff", cutoff);
    this.skin = skin;
    this.largestSquare = NeighborList.largestSquareBelow(cutoff);
    this.companion = "graph within " + cutoff;
    this.workers = workers;
  }

  /** Takes up a batch. */
  public void fill(SimState state) {
    fill(state, 0, state.nSystems());
  }

  /**
   * Takes up a part of a batch: its systems from one to before another, which are counted from 0
   * here. Parts may be taken up at the same time by different instances once one has looked at the
   * batch, see {@link #lookAt}.
   */
  public void fill(SimState state, int from, int to) {
    firstSystem = from;
    firstAtom = state.firstAtom(from);
    nSystems = to - from;
    nAtoms = state.firstAtom(to) - firstAtom;
    makeRoom();
    copyAtoms(state);
    Object[] carried = state.companions(companion);
    workers.forEach(nSystems, s -> prepare(state, s, carried));
    for (int s = 0; s < nSystems; s++) {
      firstEdge[s + 1] += firstEdge[s];
    }
    nEdges = firstEdge[nSystems];
    if (unitShifts.length < 3 * nEdges) {
      int room = Math.addExact(nEdges, nEdges / 4);
      edgeIndex = new long[Math.multiplyExact(2, room)];
      unitShifts = new double[Math.multiplyExact(3, room)];
    }
    workers.forEach(nSystems, s -> edges(state, s));
  }

  /** Gives a batch the place where its lists are kept. */
  public void lookAt(SimState state) {
    state.companions(companion);
  }

  private void makeRoom() {
    if (unfit.length < nSystems) {
      int room = nSystems + nSystems / 2;
      unfit = new boolean[room];
      cell = new double[9 * room];
      firstEdge = new int[room + 1];
      lists = new NeighborList[room];
    }
    if (atomicNumbers.length < nAtoms) {
      int room = nAtoms + nAtoms / 2;
      positions = new double[3 * room];
      atomicNumbers = new long[room];
      systemIdx = new long[room];
    }
  }

  private void copyAtoms(SimState state) {
    System.arraycopy(state.positions(), 3 * firstAtom, positions, 0, 3 * nAtoms);
    System.arraycopy(state.cell(), 9 * firstSystem, cell, 0, 9 * nSystems);
    for (int a = 0; a < nAtoms; a++) {
      atomicNumbers[a] = state.atomicNumbers()[firstAtom + a];
    }
    for (int s = 0; s < nSystems; s++) {
      Arrays.fill(systemIdx, atom(state, s), atom(state, s + 1), s);
    }
  }

  /** The first atom of a system, both counted from the first of this part. */
  private int atom(SimState state, int s) {
    return state.firstAtom(firstSystem + s) - firstAtom;
  }

  /** Finds a system's list and counts its edges; one that has none stands still at the origin. */
  private void prepare(SimState state, int s, Object[] carried) {
    try {
      NeighborList list = listOf(state, s, carried);
      lists[s] = list;
      unfit[s] = false;
      firstEdge[s + 1] = walk(state, s, list, false);
    } catch (NeighborSearchException e) {
      lists[s] = null;
      unfit[s] = true;
      firstEdge[s + 1] = 0;
      Arrays.fill(positions, 3 * atom(state, s), 3 * atom(state, s + 1), 0.0);
      Arrays.fill(cell, 9 * s, 9 * s + 9, 0.0);
    }
  }

  private NeighborList listOf(SimState state, int s, Object[] carried) {
    int system = firstSystem + s;
    if (carried[system] instanceof Carried known && known.half.holdsFor(state, system, cutoff)) {
      reused.incrementAndGet();
      return known.full;
    }
    built.incrementAndGet();
    VerletList half = VerletList.build(state, system, cutoff, skin, workers);
    Carried fresh = new Carried(half, half.list().full());
    carried[system] = fresh;
    return fresh.full;
  }

  private void edges(SimState state, int s) {
    NeighborList list = lists[s];
    if (list != null) {
      walk(state, s, list, true);
    }
    lists[s] = null;
  }

  /** Counts the pairs of a system within the cutoff, and writes them down if asked to. */
  private int walk(SimState state, int s, NeighborList list, boolean write) {
    double[] r = state.positions();
    int first = state.firstAtom(firstSystem + s);
    int firstHere = first - firstAtom;
    double[] vectors = list.shiftVectors(state.cell(), 9 * (firstSystem + s), new double[0]);
    int[] starts = list.starts();
    int[] neighbors = list.neighbors();
    int[] ids = list.shiftIds();
    int count = 0;
    for (int i = 0; i < list.nAtoms(); i++) {
      int a = 3 * (first + i);
      for (int k = starts[i]; k < starts[i + 1]; k++) {
        int b = 3 * (first + neighbors[k]);
        int v = 3 * ids[k];
        double dx = r[b] - r[a] + vectors[v];
        double dy = r[b + 1] - r[a + 1] + vectors[v + 1];
        double dz = r[b + 2] - r[a + 2] + vectors[v + 2];
        if (dx * dx + dy * dy + dz * dz <= largestSquare) {
          if (write) {
            write(firstEdge[s] + count, firstHere + i, firstHere + neighbors[k], list.shifts(), v);
          }
          count++;
        }
      }
    }
    return count;
  }

  private void write(int edge, int centre, int neighbour, int[] shifts, int v) {
    edgeIndex[edge] = centre;
    edgeIndex[nEdges + edge] = neighbour;
    unitShifts[3 * edge] = shifts[v];
    unitShifts[3 * edge + 1] = shifts[v + 1];
    unitShifts[3 * edge + 2] = shifts[v + 2];
  }

  /** Number of systems. */
  public int nSystems() {
    return nSystems;
  }

  /** Number of atoms. */
  public int nAtoms() {
    return nAtoms;
  }

  /** Number of directed edges. */
  public int nEdges() {
    return nEdges;
  }

  /** Number of directed edges of one system. */
  public int nEdges(int system) {
    return firstEdge[system + 1] - firstEdge[system];
  }

  /**
   * Whether the neighbours of a system could not be listed (not finite, collapsed); it is then in
   * the batch without cell and edges, all its atoms at the origin, and what a model says of it
   * means nothing.
   */
  public boolean isUnfit(int system) {
    return unfit[system];
  }

  /** Cartesian coordinates, N rows of 3, angstrom. */
  public double[] positions() {
    return positions;
  }

  /** Lattice vectors as rows, S matrices of 3x3, angstrom. */
  public double[] cell() {
    return cell;
  }

  /** Atomic numbers, N. */
  public long[] atomicNumbers() {
    return atomicNumbers;
  }

  /** For each of the N atoms its system, sorted. */
  public long[] systemIdx() {
    return systemIdx;
  }

  /** Two rows of E: the centres of all edges, then their neighbours. */
  public long[] edgeIndex() {
    return edgeIndex;
  }

  /** How many cells the neighbour of an edge is away, E rows of 3 whole numbers. */
  public double[] unitShifts() {
    return unitShifts;
  }

  /** How many neighbour lists have been built. */
  public long listsBuilt() {
    return built.get();
  }

  /** How often a list still held, so that none had to be built. */
  public long listsReused() {
    return reused.get();
  }
}
