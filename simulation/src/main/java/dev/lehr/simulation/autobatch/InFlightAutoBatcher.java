package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.schedule.Item;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import java.util.AbstractList;
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
 * their place as long as the sum of their memory scalers stays within a maximum. Who is next a
 * {@link Scheduler} says: first in, first out, unless another {@link Packing} is asked for.
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
 *   <li>{@link #snapshot} and {@link #restore} carry a run into another process;
 *   <li>with look-ahead systems are taken from the input as far ahead as the window reaches. Their
 *       original index is that of the input all the same.
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
  private Scheduler<Pulled> scheduler;
  private final Deque<Item<Pulled>> waiting = new ArrayDeque<>();
  private final Deque<Pulled> refused = new ArrayDeque<>();
  private List<SimState> stateSlices = List.of();
  private final List<Double> memoryScalers = new ArrayList<>();
  private final List<Item<Pulled>> current = new ArrayList<>();
  private final List<Integer> completedIdx = new ArrayList<>();
  private final Tally swapAttempts = new Tally();
  private int taken;
  private int nextIndex;
  private @Nullable SimState prepared;
  private boolean firstBatchTaken;
  private @Nullable Batch lastUnchanged;

  private InFlightAutoBatcher(Config config) {
    this.config = config;
    this.scalers = new MemoryScalers(config.memoryScalesWith(), config.cutoff());
    this.maxMemoryScaler = config.maxMemoryScaler();
    this.scheduler = scheduler(config, Double.POSITIVE_INFINITY);
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
   * @param packing which of the waiting systems is next
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
      boolean oversizedRunAlone,
      Packing packing) {}

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
    private Packing packing = Packing.fifo();

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

    /** See {@link Config#packing()}. */
    public Builder packing(Packing value) {
      packing = value;
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
              oversizedRunAlone,
              packing));
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
   * @param memoryScalers metric of each system so far, by original index; not a number where it has
   *     not joined
   * @param currentIdx original indices of the batch
   * @param completedIdx original indices of what has left, in the order of leaving
   * @param swapAttempts reports that each system went through, by original index
   * @param firstBatchTaken whether the first batch has been handed out
   * @param batch the batch; empty where there is none
   * @param pushedBack systems that were taken from the input and did not fit yet
   * @param pushedBackIdx original indices of these
   * @param overtaken how often each of these was overtaken
   * @param taken how many systems have been taken from the input: a resumed one goes on after them
   */
  public record Snapshot(
      OptionalDouble maxMemoryScaler,
      List<Double> memoryScalers,
      List<Integer> currentIdx,
      List<Integer> completedIdx,
      List<Integer> swapAttempts,
      boolean firstBatchTaken,
      Optional<SimState> batch,
      List<SimState> pushedBack,
      List<Integer> pushedBackIdx,
      List<Integer> overtaken,
      int taken) {}

  /** A system that was taken from the input; the batch holds its state once it has joined. */
  private static final class Pulled {
    final int index;
    private @Nullable SimState state;

    Pulled(int index, @Nullable SimState state) {
      this.index = index;
      this.state = state;
    }

    SimState state() {
      SimState held = state;
      if (held == null) {
        throw new IllegalStateException("system " + index + " has joined");
      }
      return held;
    }

    SimState handOver() {
      SimState held = state();
      state = null;
      return held;
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
    stateSlices = List.of();
    forget(maxMemoryScaler.orElse(Double.POSITIVE_INFINITY));
    firstBatchTaken = false;
    prepared = null;
    if (!states.hasNext()) {
      throw new IllegalArgumentException("there is no state to load");
    }
    SimState first = take();
    double firstScaler = scalers.of(first, 0);
    List<SimState> batch = new ArrayList<>();
    // Whatever the maximum, as torch-sim does.
    Pulled pulled = new Pulled(nextIndex++, first);
    join(scheduler.place(pulled, Customer.only(), firstScaler, false), batch);
    boolean given = maxMemoryScaler.isPresent();
    double max = maxMemoryScaler.orElseGet(() -> estimate(first, firstScaler, batch));
    maxMemoryScaler = OptionalDouble.of(max);
    if (given || config.readmitAfterEstimate()) {
      admit(max, batch);
    }
    limit(max);
    prepared = SimState.concatenate(batch);
    return max;
  }

  private double estimate(SimState first, double firstScaler, List<SimState> batch) {
    BatchSizeSearch search =
        new BatchSizeSearch(
            config.memoryProbe(), config.maxAtomsToTry(), config.memoryScalingFactor());
    double provisional = search.maxBatchSize(first, 1) * firstScaler * 0.8;
    admit(provisional, batch);
    return search.maxMemoryScaler(batch, currentScalers()) * config.maxMemoryPadding();
  }

  private void forget(double max) {
    scheduler = scheduler(config, max);
    waiting.clear();
    refused.clear();
    memoryScalers.clear();
    current.clear();
    completedIdx.clear();
    swapAttempts.clear();
    taken = 0;
    nextIndex = 0;
  }

  private static Scheduler<Pulled> scheduler(Config config, double max) {
    SchedulerSettings settings = SchedulerSettings.of(config.packing(), positive(max));
    return new Scheduler<>(config.oversizedRunAlone() ? settings.withOversizedAlone() : settings);
  }

  /** Where every metric is 0, as that of lone atoms in edges, so is the estimate. */
  private static double positive(double max) {
    return Math.max(max, Double.MIN_VALUE);
  }

  private void limit(double max) {
    if (scheduler.ceiling() != positive(max)) {
      scheduler.ceiling(positive(max));
    }
  }

  private int window() {
    return config.packing() instanceof Packing.LookAhead ahead ? ahead.window() : 1;
  }

  private SimState take() {
    taken++;
    return states.next();
  }

  private void join(Item<Pulled> item, List<SimState> batch) {
    int index = item.tag().index;
    while (memoryScalers.size() <= index) {
      memoryScalers.add(Double.NaN);
      swapAttempts.add(0);
    }
    memoryScalers.set(index, item.scaler());
    current.add(item);
    batch.add(item.tag().handOver());
  }

  private void admit(double max, List<SimState> batch) {
    limit(max);
    if (refused.isEmpty()) {
      scheduler.admit(this::pull).forEach(item -> join(item, batch));
      waiting.removeIf(item -> item.place() != Item.Place.WAITING);
      scheduler.oversized().forEach(item -> refuse(item.tag()));
    }
    if (!refused.isEmpty()) {
      SimState tooLarge = refused.remove().state();
      throw new StateTooLargeException(tooLarge, scalers.shown(scalers.of(tooLarge, 0)), max);
    }
  }

  /** Takes from the input as far ahead as the packing looks. */
  private void pull() {
    while (scheduler.waiting() < window() && scheduler.oversized().isEmpty() && states.hasNext()) {
      SimState next = take();
      Pulled pulled = new Pulled(nextIndex++, next);
      waiting.add(scheduler.submit(pulled, Customer.only(), scalers.of(next, 0), false));
    }
  }

  /** One that is too large gives its index to the next, unless that has one already. */
  private void refuse(Pulled pulled) {
    refused.add(pulled);
    if (pulled.index == nextIndex - 1) {
      nextIndex--;
    }
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

  /** Whether nothing has changed since the last time, and nobody new can be looked at. */
  private boolean nobodyFits() {
    return scheduler.isSettled()
        && refused.isEmpty()
        && (scheduler.waiting() >= window() || !states.hasNext());
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
      if (swapAttempts.raise(currentIdx(i)) >= most) {
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
        Item<Pulled> item = current.remove(i);
        completedIdx.add(item.tag().index);
        scheduler.left(item);
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
    if (!current.isEmpty()) {
      throw new IllegalStateException(current.size() + " systems are in flight");
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
    if (systems != current.size()) {
      throw new IllegalArgumentException(
          "the batch has " + systems + " systems, but " + current.size() + " are in flight");
    }
    return new Snapshot(
        maxMemoryScaler,
        List.copyOf(memoryScalers),
        currentIdx(),
        List.copyOf(completedIdx),
        List.copyOf(swapAttempts),
        firstBatchTaken,
        Optional.ofNullable(held).map(SimState::copy),
        waiting.stream().map(item -> item.tag().state().copy()).toList(),
        waiting.stream().map(item -> item.tag().index).toList(),
        waiting.stream().map(Item::overtaken).toList(),
        taken - refused.size());
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
    forget(maxMemoryScaler.orElse(Double.POSITIVE_INFINITY));
    replace(memoryScalers, snapshot.memoryScalers());
    replace(completedIdx, snapshot.completedIdx());
    replace(swapAttempts, snapshot.swapAttempts());
    for (int index : snapshot.currentIdx()) {
      Pulled joined = new Pulled(index, null);
      double scaler = memoryScalers.get(index);
      current.add(scheduler.place(joined, Customer.only(), scaler, false));
    }
    nextIndex = memoryScalers.size();
    for (int i = 0; i < snapshot.pushedBack().size(); i++) {
      SimState state = snapshot.pushedBack().get(i).copy();
      int index = snapshot.pushedBackIdx().get(i);
      Pulled pulled = new Pulled(index, state);
      double scaler = scalers.of(state, 0);
      int overtaken = snapshot.overtaken().get(i);
      waiting.add(scheduler.submit(pulled, Customer.only(), scaler, false, overtaken));
      nextIndex = Math.max(nextIndex, index + 1);
    }
    taken = snapshot.taken();
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

  /**
   * Metric of every system that has joined so far, by original index; not a number where it has not
   * joined, but one behind it has.
   */
  public List<Double> memoryScalers() {
    return Collections.unmodifiableList(memoryScalers);
  }

  /** Largest sum of the metric, given or estimated. */
  public OptionalDouble maxMemoryScaler() {
    return maxMemoryScaler;
  }

  /** Original indices of the systems in the batch, in its order. */
  public List<Integer> currentIdx() {
    return current.stream().map(item -> item.tag().index).toList();
  }

  /** Metric of the systems in the batch, in its order. */
  public List<Double> currentScalers() {
    return new AbstractList<>() {
      @Override
      public Double get(int position) {
        return current.get(position).scaler();
      }

      @Override
      public int size() {
        return current.size();
      }
    };
  }

  /** Original index of a system of the batch. */
  public int currentIdx(int position) {
    return current.get(position).tag().index;
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
    return current.size() + completedIdx.size();
  }
}
