package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Swaps systems in and out of a running batch: those that have converged leave, waiting ones take
 * their place, first in, first out, as long as the sum of their memory scalers stays within a
 * maximum.
 *
 * <p>The behaviour is that of torch-sim's {@code InFlightAutoBatcher} (0.6.2), down to the order in
 * which systems complete and the text of errors, with the names of its documentation in Java's
 * spelling. Where it differs:
 *
 * <ul>
 *   <li>an empty input is an {@link IllegalArgumentException}, not an escaping {@code
 *       StopIteration};
 *   <li>a system that is too large in mid-stream loses nothing, see {@link StateTooLargeException};
 *   <li>where nothing leaves and nothing joins, the batch comes back as it is instead of rebuilt;
 *   <li>an iterator may be empty now and hold more later: it is asked again at each call, and
 *       {@link #resume()} starts a new batch after the last one ran empty;
 *   <li>{@link #snapshot} and {@link #restore} carry a run into another process.
 * </ul>
 *
 * <p>Kept as there: the first system of a run is never compared with the maximum, so that one that
 * is too large runs alone; a system's scaler is computed once, when it joins; a system at the head
 * of the queue that does not fit holds up those behind it.
 *
 * <p>Pure: no clock, no thread, no device, no I/O. Not thread-safe.
 */
public final class InFlightAutoBatcher {

  private final Config config;
  private final MemoryScalers scalers;
  private OptionalDouble maxMemoryScaler;
  private Iterator<SimState> states = Collections.emptyIterator();
  private final Deque<SimState> pushedBack = new ArrayDeque<>();
  private List<SimState> stateSlices = List.of();
  private final List<Double> memoryScalers = new ArrayList<>();
  private final List<Integer> currentIdx = new ArrayList<>();
  private final List<Double> currentScalers = new ArrayList<>();
  private final List<Integer> completedIdx = new ArrayList<>();
  private final Tally swapAttempts = new Tally();
  private @Nullable SimState prepared;
  private boolean firstBatchTaken;
  private @Nullable SimState measured;
  private double measuredScaler;
  private @Nullable Batch lastUnchanged;

  private InFlightAutoBatcher(Config config) {
    this.config = config;
    this.scalers = new MemoryScalers(config.memoryScalesWith(), config.cutoff());
    this.maxMemoryScaler = config.maxMemoryScaler();
  }

  /** Starts a configuration. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Settings, with torch-sim's defaults where they are not given.
   *
   * @param memoryScalesWith the metric of a system
   * @param maxMemoryScaler largest sum of it; empty: estimated with {@code memoryProbe}
   * @param maxAtomsToTry no larger batch is tried when estimating
   * @param memoryScalingFactor growth of the tried batches
   * @param returnIndices whether {@link Batch#indices()} is filled
   * @param maxIterations reports after which a system leaves in any case; 0: at the first one
   * @param maxMemoryPadding factor on the estimate
   * @param cutoff of {@link MemoryMetric#N_EDGES}, angstrom
   * @param memoryProbe tries batches on the device
   * @param readmitAfterEstimate whether the first batch is filled up once the estimate is known
   *     (torch-sim 0.6; 0.2 waited for the next swap)
   * @param oversizedRunAlone whether a system above the maximum waits for an empty batch and runs
   *     in it alone, instead of being refused; for a maximum that is a matter of speed, not of
   *     memory
   */
  public record Config(
      MemoryMetric memoryScalesWith,
      OptionalDouble maxMemoryScaler,
      int maxAtomsToTry,
      double memoryScalingFactor,
      boolean returnIndices,
      OptionalInt maxIterations,
      double maxMemoryPadding,
      double cutoff,
      MemoryProbe memoryProbe,
      boolean readmitAfterEstimate,
      boolean oversizedRunAlone) {}

  /** Collects settings. */
  public static final class Builder {
    private MemoryMetric memoryScalesWith = MemoryMetric.N_ATOMS_X_DENSITY;
    private OptionalDouble maxMemoryScaler = OptionalDouble.empty();
    private int maxAtomsToTry = 500_000;
    private double memoryScalingFactor = 1.6;
    private boolean returnIndices;
    private OptionalInt maxIterations = OptionalInt.empty();
    private double maxMemoryPadding = 1.0;
    private double cutoff = 6.0;
    private MemoryProbe memoryProbe = MemoryProbe.unsupported();
    private boolean readmitAfterEstimate = true;
    private boolean oversizedRunAlone;

    private Builder() {}

    /** See {@link Config#memoryScalesWith()}. */
    public Builder memoryScalesWith(MemoryMetric value) {
      memoryScalesWith = value;
      return this;
    }

    /** See {@link Config#maxMemoryScaler()}; 0 means that it is to be estimated. */
    public Builder maxMemoryScaler(double value) {
      maxMemoryScaler = value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
      return this;
    }

    /** See {@link Config#maxAtomsToTry()}. */
    public Builder maxAtomsToTry(int value) {
      maxAtomsToTry = value;
      return this;
    }

    /** See {@link Config#memoryScalingFactor()}. */
    public Builder memoryScalingFactor(double value) {
      memoryScalingFactor = value;
      return this;
    }

    /** See {@link Config#returnIndices()}. */
    public Builder returnIndices(boolean value) {
      returnIndices = value;
      return this;
    }

    /** See {@link Config#maxIterations()}. */
    public Builder maxIterations(int value) {
      maxIterations = OptionalInt.of(value);
      return this;
    }

    /** See {@link Config#maxMemoryPadding()}. */
    public Builder maxMemoryPadding(double value) {
      maxMemoryPadding = value;
      return this;
    }

    /** See {@link Config#cutoff()}. */
    public Builder cutoff(double angstrom) {
      cutoff = angstrom;
      return this;
    }

    /** See {@link Config#memoryProbe()}. */
    public Builder memoryProbe(MemoryProbe value) {
      memoryProbe = value;
      return this;
    }

    /** See {@link Config#readmitAfterEstimate()}. */
    public Builder readmitAfterEstimate(boolean value) {
      readmitAfterEstimate = value;
      return this;
    }

    /** See {@link Config#oversizedRunAlone()}. */
    public Builder oversizedRunAlone(boolean value) {
      oversizedRunAlone = value;
      return this;
    }

    /** The batcher. */
    public InFlightAutoBatcher build() {
      return new InFlightAutoBatcher(
          new Config(
              memoryScalesWith,
              maxMemoryScaler,
              maxAtomsToTry,
              memoryScalingFactor,
              returnIndices,
              maxIterations,
              maxMemoryPadding,
              cutoff,
              memoryProbe,
              readmitAfterEstimate,
              oversizedRunAlone));
    }
  }

  /**
   * What {@link #nextBatch} answers.
   *
   * @param batch the next batch; empty where nothing is left to do
   * @param completed the systems that left, in descending order of their place in the batch
   * @param indices where asked for, the original index of each system of the batch
   */
  public record Batch(Optional<SimState> batch, List<SimState> completed, List<Integer> indices) {}

  /**
   * A run that stands still: everything that is needed to go on with it, but for the systems that
   * had not been taken from the input yet.
   *
   * @param maxMemoryScaler largest sum of the metric; empty where it has not been estimated
   * @param memoryScalers metric of each system so far, by original index
   * @param currentIdx original indices of the batch
   * @param completedIdx original indices of what has left, in the order of leaving
   * @param swapAttempts reports that each system went through, by original index
   * @param firstBatchTaken whether the first batch has been handed out
   * @param batch the batch; empty where there is none
   * @param pushedBack systems that were taken from the input and did not fit yet
   */
  public record Snapshot(
      OptionalDouble maxMemoryScaler,
      List<Double> memoryScalers,
      List<Integer> currentIdx,
      List<Integer> completedIdx,
      List<Integer> swapAttempts,
      boolean firstBatchTaken,
      Optional<SimState> batch,
      List<SimState> pushedBack) {

    /** How many systems have been taken from the input: a resumed one goes on after them. */
    public int taken() {
      return swapAttempts.size() + pushedBack.size();
    }
  }

  /** The settings. */
  public Config config() {
    return config;
  }

  /** Loads a list of single-system states; see {@link #loadStates(Iterator)}. */
  public double loadStates(List<SimState> input) {
    double max = loadStates(input.iterator());
    stateSlices = List.copyOf(input);
    return max;
  }

  /** Loads a batched state, which is split; see {@link #loadStates(Iterator)}. */
  public double loadStates(SimState batched) {
    return loadStates(batched.split());
  }

  /**
   * Starts a run: forgets the one before and builds the first batch.
   *
   * @return the largest sum of the metric, given or estimated
   * @throws IllegalArgumentException where there is no state, a state after the first is too large,
   *     or memory cannot be probed
   */
  public double loadStates(Iterator<SimState> input) {
    states = input;
    pushedBack.clear();
    stateSlices = List.of();
    memoryScalers.clear();
    currentIdx.clear();
    currentScalers.clear();
    completedIdx.clear();
    swapAttempts.clear();
    firstBatchTaken = false;
    prepared = null;
    if (!states.hasNext()) {
      throw new IllegalArgumentException("there is no state to load");
    }
    SimState first = states.next();
    double firstScaler = scalers.of(first, 0);
    List<SimState> batch = new ArrayList<>();
    join(first, firstScaler, batch);
    boolean given = maxMemoryScaler.isPresent();
    double max = maxMemoryScaler.orElseGet(() -> estimate(first, firstScaler, batch));
    maxMemoryScaler = OptionalDouble.of(max);
    if (given || config.readmitAfterEstimate()) {
      admit(max, batch);
    }
    prepared = SimState.concatenate(batch);
    return max;
  }

  private double estimate(SimState first, double firstScaler, List<SimState> batch) {
    BatchSizeSearch search =
        new BatchSizeSearch(
            config.memoryProbe(), config.maxAtomsToTry(), config.memoryScalingFactor());
    double provisional = search.maxBatchSize(first, 1) * firstScaler * 0.8;
    admit(provisional, batch);
    return search.maxMemoryScaler(batch, currentScalers) * config.maxMemoryPadding();
  }

  private void join(SimState state, double scaler, List<SimState> batch) {
    currentIdx.add(swapAttempts.size());
    currentScalers.add(scaler);
    memoryScalers.add(scaler);
    swapAttempts.add(0);
    batch.add(state);
  }

  private void admit(double max, List<SimState> batch) {
    double before = sum(currentScalers, 0);
    int from = currentScalers.size();
    while (!pushedBack.isEmpty() || states.hasNext()) {
      SimState next = pushedBack.isEmpty() ? states.next() : pushedBack.removeFirst();
      double scaler = scalerOf(next);
      boolean alone = config.oversizedRunAlone() && currentIdx.isEmpty();
      if (scaler > max && !config.oversizedRunAlone()) {
        throw new StateTooLargeException(next, scalers.shown(scaler), max);
      }
      if (!alone && before + sum(currentScalers, from) + scaler > max) {
        pushedBack.addFirst(next);
        return;
      }
      join(next, scaler, batch);
      measured = null;
    }
  }

  /** Measures what is first in the queue once, however long it has to wait there. */
  private double scalerOf(SimState state) {
    if (state != measured) {
      measured = state;
      measuredScaler = scalers.of(state, 0);
    }
    return measuredScaler;
  }

  /**
   * Left to right from 0, as Python's {@code sum}: the last digit can decide whether a system fits.
   */
  private double sum(List<Double> values, int from) {
    double sum = 0;
    for (int i = from; i < values.size(); i++) {
      sum += values.get(i);
    }
    return sum;
  }

  /**
   * Takes out what has converged and fills up with what waits.
   *
   * @param updated the batch after processing; it becomes the next one. {@code null} in the first
   *     call only
   * @param convergence one flag a system; set to {@code true} by this call where a system has used
   *     up its iterations. {@code null} in the first call only
   * @throws IllegalArgumentException where an argument is missing or their lengths disagree
   *     (nothing has changed then), or as a {@link StateTooLargeException}
   */
  public Batch nextBatch(@Nullable SimState updated, boolean @Nullable [] convergence) {
    if (!firstBatchTaken) {
      firstBatchTaken = true;
      Optional<SimState> first = Optional.ofNullable(prepared);
      prepared = null;
      return new Batch(first, List.of(), indices());
    }
    if (updated == null || convergence == null) {
      throw new IllegalArgumentException(
          "A convergence tensor must be provided after the first batch has been run.");
    }
    check(updated, convergence.length);
    int leaving = countAttempts(convergence);
    if (leaving == 0 && nobodyFits()) {
      return unchanged(updated);
    }
    int[] positions = remove(convergence, leaving);
    List<SimState> joined = new ArrayList<>();
    try {
      admit(maxMemoryScaler.orElseThrow(), joined);
    } catch (StateTooLargeException e) {
      List<SimState> completed = exchange(updated, positions, joined);
      prepared = updated.nSystems() == 0 ? null : updated;
      firstBatchTaken = false;
      throw e.with(completed);
    }
    List<SimState> completed = exchange(updated, positions, joined);
    return new Batch(
        updated.nSystems() == 0 ? Optional.empty() : Optional.of(updated), completed, indices());
  }

  /** Whether nothing waits, or what is first in the queue does not fit. */
  private boolean nobodyFits() {
    if (pushedBack.isEmpty()) {
      return !states.hasNext();
    }
    double scaler = scalerOf(pushedBack.getFirst());
    double max = maxMemoryScaler.orElseThrow();
    return scaler <= max && sum(currentScalers, 0) + scaler > max;
  }

  /** Most steps change nothing: they make nothing either. */
  private Batch unchanged(SimState updated) {
    Batch last = lastUnchanged;
    if (last == null || config.returnIndices() || last.batch().orElseThrow() != updated) {
      last = new Batch(Optional.of(updated), List.of(), indices());
      lastUnchanged = last;
    }
    return last;
  }

  private static void check(SimState updated, int flags) {
    if (flags != updated.nSystems()) {
      throw new IllegalArgumentException(
          "len(convergence_tensor)=" + flags + " != updated_state.n_systems=" + updated.nSystems());
    }
    if (updated.nSystems() <= 0) {
      throw new IllegalArgumentException("updated_state.n_systems=" + updated.nSystems() + " <= 0");
    }
  }

  /** Counts a report for each system; returns how many leave. */
  private int countAttempts(boolean[] convergence) {
    int most = config.maxIterations().orElse(Integer.MAX_VALUE);
    int leaving = 0;
    for (int i = 0; i < convergence.length; i++) {
      if (swapAttempts.raise(currentIdx.get(i)) >= most) {
        convergence[i] = true;
      }
      leaving += convergence[i] ? 1 : 0;
    }
    return leaving;
  }

  /** Takes the leaving ones off the books, the last first; returns their positions, ascending. */
  private int[] remove(boolean[] convergence, int leaving) {
    int[] positions = new int[leaving];
    int at = leaving;
    for (int i = convergence.length - 1; i >= 0; i--) {
      if (convergence[i]) {
        positions[--at] = i;
        completedIdx.add(currentIdx.remove(i));
        currentScalers.remove(i);
      }
    }
    return positions;
  }

  private static List<SimState> exchange(SimState updated, int[] leaving, List<SimState> joined) {
    List<SimState> completed = new ArrayList<>(updated.exchange(leaving, joined));
    Collections.reverse(completed);
    return completed;
  }

  private List<Integer> indices() {
    return config.returnIndices() ? currentIdx() : List.of();
  }

  /**
   * After the batch ran empty: a new one of what the iterator holds by now, with the counting going
   * on.
   *
   * @return empty where the iterator still has nothing
   * @throws IllegalStateException where systems are in flight
   */
  public Optional<SimState> resume() {
    if (!currentIdx.isEmpty()) {
      throw new IllegalStateException(currentIdx.size() + " systems are in flight");
    }
    List<SimState> joined = new ArrayList<>();
    admit(maxMemoryScaler.orElseThrow(), joined);
    return joined.isEmpty() ? Optional.empty() : Optional.of(SimState.concatenate(joined));
  }

  /**
   * Completed states in the order of the input.
   *
   * @param completed all states that {@link #nextBatch} handed out, in that order
   * @throws IllegalArgumentException where their number is not that of the completed indices
   */
  public List<SimState> restoreOriginalOrder(List<SimState> completed) {
    if (completed.size() != completedIdx.size()) {
      throw new IllegalArgumentException(
          "Number of completed states ("
              + completed.size()
              + ") does not match number of completed indices ("
              + completedIdx.size()
              + ")");
    }
    return IntStream.range(0, completed.size())
        .boxed()
        .sorted(Comparator.comparing(completedIdx::get))
        .map(completed::get)
        .toList();
  }

  /**
   * The run as it stands, for {@link #restore}.
   *
   * @param batch the batch that was handed out last, as processed so far; {@code null} where there
   *     is none or none was handed out yet
   */
  public Snapshot snapshot(@Nullable SimState batch) {
    SimState held = firstBatchTaken ? batch : prepared;
    int systems = held == null ? 0 : held.nSystems();
    if (systems != currentIdx.size()) {
      throw new IllegalArgumentException(
          "the batch has " + systems + " systems, but " + currentIdx.size() + " are in flight");
    }
    return new Snapshot(
        maxMemoryScaler,
        List.copyOf(memoryScalers),
        currentIdx(),
        List.copyOf(completedIdx),
        List.copyOf(swapAttempts),
        firstBatchTaken,
        Optional.ofNullable(held).map(SimState::copy),
        pushedBack.stream().map(SimState::copy).toList());
  }

  /**
   * Goes on with a run where {@link #snapshot} left it.
   *
   * @param remaining what was behind the first {@link Snapshot#taken()} systems of the input
   * @return the batch to go on with; empty where there was none, or it is handed out by the first
   *     call of {@link #nextBatch}
   */
  public Optional<SimState> restore(Snapshot snapshot, Iterator<SimState> remaining) {
    states = remaining;
    stateSlices = List.of();
    maxMemoryScaler = snapshot.maxMemoryScaler();
    replace(memoryScalers, snapshot.memoryScalers());
    replace(currentIdx, snapshot.currentIdx());
    replace(completedIdx, snapshot.completedIdx());
    replace(swapAttempts, snapshot.swapAttempts());
    replace(currentScalers, currentIdx.stream().map(memoryScalers::get).toList());
    pushedBack.clear();
    snapshot.pushedBack().forEach(s -> pushedBack.addLast(s.copy()));
    firstBatchTaken = snapshot.firstBatchTaken();
    Optional<SimState> batch = snapshot.batch().map(SimState::copy);
    prepared = firstBatchTaken ? null : batch.orElse(null);
    return firstBatchTaken ? batch : Optional.empty();
  }

  private static <E> void replace(List<E> list, List<E> by) {
    list.clear();
    list.addAll(by);
  }

  /** The states of a list or batched input, by original index; empty for an iterator. */
  public List<SimState> stateSlices() {
    return stateSlices;
  }

  /** Metric of every system that has joined so far, by original index. */
  public List<Double> memoryScalers() {
    return Collections.unmodifiableList(memoryScalers);
  }

  /** Largest sum of the metric, given or estimated. */
  public OptionalDouble maxMemoryScaler() {
    return maxMemoryScaler;
  }

  /** Original indices of the systems in the batch, in its order. */
  public List<Integer> currentIdx() {
    return List.copyOf(currentIdx);
  }

  /** Metric of the systems in the batch, in its order. */
  public List<Double> currentScalers() {
    return Collections.unmodifiableList(currentScalers);
  }

  /** Original index of a system of the batch. */
  public int currentIdx(int position) {
    return currentIdx.get(position);
  }

  /** Original indices of the systems that have left, ascending. */
  public List<Integer> completedIdx() {
    int[] sorted = completedIdx.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(sorted);
    return Arrays.stream(sorted).boxed().toList();
  }

  /** Original indices of the systems that have left, in the order in which they left. */
  public List<Integer> completedIdxOriginalOrder() {
    return Collections.unmodifiableList(completedIdx);
  }

  /** Reports that each system went through while in the batch, by original index. */
  public List<Integer> swapAttempts() {
    return Collections.unmodifiableList(swapAttempts);
  }

  /** How many systems have joined so far. */
  public int iteratorIdx() {
    return swapAttempts.size();
  }
}
