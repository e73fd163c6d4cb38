package dev.lehr.simulation.run;

import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.LoopSettings;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A run under way: an iterator over results in the order in which structures finish, which makes
 * steps of the batch when it is asked for the next one. Close it to end the threads that it
 * started; results that were not taken are lost then. For one thread at a time.
 */
public final class Run implements Iterator<Result>, AutoCloseable {

  private static final int STEPS_BETWEEN_REPORTS = 100;

  private final Model model;
  private final Stepper stepper;
  private final ExecutionConfig config;
  private final Feed feed;
  private final Optional<FixedThreadWorkers> own;
  private final BatchLoop<Job> loop;
  private final ArrayDeque<Result> ready = new ArrayDeque<>();
  private final Set<Job> waiting = new LinkedHashSet<>();
  private double waitingScaler;
  private final Map<Status, Long> ended = new EnumMap<>(Status.class);
  private long endedSteps;
  private int stepsSinceReport;
  private boolean interrupted;
  private boolean over;

  Run(Iterator<Structure> structures, Model model, Verb verb, ExecutionConfig config) {
    this.model = model;
    this.stepper = verb.stepper();
    this.config = config;
    this.feed = new Feed(config, structures, model, stepper);
    Measure measure = feed.measure();
    this.own =
        config.workers().isPresent() || config.threads() == 1
            ? Optional.empty()
            : Optional.of(new FixedThreadWorkers(config.threads()));
    Workers workers =
        config.workers().orElseGet(() -> own.<Workers>map(w -> w).orElse(Workers.serial()));
    this.loop =
        new BatchLoop<>(
            model,
            workers,
            measure.scheduler(),
            measure.scalers()::of,
            LoopSettings.checkpointEvery(Integer.MAX_VALUE),
            new Events());
  }

  /**
   * Whether there is another result; makes steps until there is. An interrupt of the thread ends
   * the run after the step under way: systems in the batch are given as they stand.
   */
  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !over) {
      if (Thread.currentThread().isInterrupted()) {
        stop();
      } else {
        advance();
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Result next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the run has no more results");
    }
    return ready.remove();
  }

  private void advance() {
    feed.into(this);
    long before = done();
    if (loop.step()) {
      stepsSinceReport++;
      if (done() > before || stepsSinceReport >= STEPS_BETWEEN_REPORTS) {
        report();
      }
    } else if (feed.isExhausted()) {
      over = true;
      report();
    }
  }

  private void stop() {
    interrupted = true;
    over = true;
    loop.clear();
    waiting.forEach(job -> ready.add(Job.neverStarted(job.index(), job.input())));
    waiting.clear();
    feed.rest().forEach(this::give);
    report();
  }

  private void report() {
    stepsSinceReport = 0;
    config.onProgress().accept(progress());
  }

  /** How far the run is. */
  public Progress progress() {
    long[] steps = {endedSteps};
    loop.forEachInFlight((job, iteration) -> steps[0] += iteration);
    return new Progress(
        ended(Status.CONVERGED),
        ended(Status.MAX_ITERATIONS),
        ended(Status.FAILED),
        loop.inFlight(),
        waiting.size(),
        steps[0],
        loop.occupancy());
  }

  private long ended(Status status) {
    return ended.getOrDefault(status, 0L);
  }

  private long done() {
    return ended(Status.CONVERGED) + ended(Status.MAX_ITERATIONS) + ended(Status.FAILED);
  }

  /** Whether the thread was interrupted before all structures were done. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** The results as a stream, which closes the run when it is closed. */
  public Stream<Result> results() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.NONNULL), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    over = true;
    ready.clear();
    own.ifPresent(FixedThreadWorkers::close);
  }

  // What the feed does

  /** What waits for the batch takes less than a whole batch. */
  boolean hasRoom(double max) {
    return waiting.isEmpty() || waitingScaler < max;
  }

  boolean isIdle() {
    return waiting.isEmpty() && loop.inFlight() == 0;
  }

  void give(Result result) {
    ended.merge(result.status(), 1L, Long::sum);
    endedSteps += result.iterations();
    ready.add(result);
  }

  void submit(Job job) {
    SimState start = job.input().toSimState();
    SystemInput.give(model.inputs(), job.input(), start);
    ExtraOutput.addColumns(model.outputs(), start);
    stepper.begin(start, job.input());
    Ticket<Job> ticket = Ticket.fresh(job, stepper, start);
    if (config.framesEvery() > 0) {
      ticket.framesEvery(config.framesEvery());
    }
    waiting.add(job);
    waitingScaler += job.scaler();
    loop.submit(ticket);
  }

  private void leaveQueue(Job job) {
    if (waiting.remove(job)) {
      waitingScaler = waiting.isEmpty() ? 0 : waitingScaler - job.scaler();
    }
  }

  /** What the loop tells. */
  private final class Events implements BatchLoop.Listener<Job> {
    @Override
    public void admitted(Job job) {
      leaveQueue(job);
    }

    @Override
    public void evicted(Job job) {
      waiting.add(job);
      waitingScaler += job.scaler();
    }

    @Override
    public void checkpoint(Job job, SimState system, int swapAttempts) {
      // Nothing is written down.
    }

    @Override
    public void frame(Job job, SimState system, long iteration) {
      config.onFrame().accept(new Frame(job.index(), job.input(), iteration, system));
    }

    @Override
    public void left(Job job, SimState system, Verdict verdict, int swapAttempts) {
      leaveQueue(job);
      give(job.ended(system, verdict, system.longs(Stepper.ITERATION)[0], swapAttempts));
    }

    @Override
    public void tooLarge(Job job, double scaler, double maxScaler) {
      leaveQueue(job);
      give(
          Job.failed(
              job.index(),
              job.input(),
              "larger_than_device",
              feed.measure().scalers().metric().key()
                  + " is "
                  + scaler
                  + ", the batch takes "
                  + maxScaler));
    }
  }
}
