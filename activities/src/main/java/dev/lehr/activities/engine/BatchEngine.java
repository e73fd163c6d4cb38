package dev.lehr.activities.engine;

import dev.lehr.activities.files.NewerFormatException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.activities.trajectory.SegmentWriter;
import dev.lehr.activities.trajectory.TrajectoryFrame;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device's engine. Slices of any number of shards hand it work; it runs all of it in one batch
 * on a thread of its own and commits what comes of it under each shard's fence.
 *
 * <p>A system is never more than {@link StagePlan#recomputeSteps()} steps ahead of what the ledger
 * has of it: where commits are slow, the engine waits.
 *
 * <p>A system that was in the batch at two deaths of a worker has the batch for itself until it has
 * made a checkpoint's worth of steps, after others have shown that the worker is well. Three deaths
 * then, without a step forward in between, convict it: it ends as {@code killed_worker}. After a
 * death nobody takes a step before the ledger knows that it is in the batch; otherwise that is
 * written down within a tick.
 */
public final class BatchEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchEngine.class);

  /** A system whose frames take more than this is checkpointed before its time. */
  private static final long HELD_FRAME_BYTES = 1 << 20;

  /** A device is probed with the smallest and the largest of so many systems. */
  private static final int MOST_PROBED = 256;

  private final Model model;
  private final EngineSettings settings;
  private final Ledger ledger;
  private final String incarnation;
  private final EngineListener listener;
  private final CommitQueue commits;
  private final Tickets tickets;
  private final BatchLoop<TaskRun> loop;
  private final Map<ShardKey, Lease> leases = new ConcurrentHashMap<>();

  /** Lost leases in the place of which there are new ones; their systems still have to leave. */
  private final Queue<Lease> replaced = new ConcurrentLinkedQueue<>();

  /** What the engine's thread is to do. */
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

  private final Preparation preparation;
  private final RecipeDesk recipes;
  private final CommandDesk commands;
  private final PoolGate gate;
  private final ExecutorService elsewhere;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;
  private final Accounts accounts;
  private final AtomicLong beat = new AtomicLong();
  private final ArrayDeque<TaskRun> suspects = new ArrayDeque<>();
  private final Optional<MemoryWatch> memory;
  private final ArrayDeque<TaskRun> unprobed = new ArrayDeque<>();
  private volatile boolean careful;
  private long admitted;

  /** Starts an engine on a host with the usual limits; see the other constructor. */
  public BatchEngine(
      Model model,
      Workers workers,
      EngineSettings settings,
      Ledger ledger,
      Path workspace,
      String incarnation,
      EngineListener listener) {
    this(model, workers, settings, ledger, workspace, incarnation, HostLimits.usual(), listener);
  }

  /**
   * Starts an engine.
   *
   * @param workspace where trajectories go
   * @param incarnation names this life of the process in crash markers
   * @param host what it may do besides
   */
  public BatchEngine(
      Model model,
      Workers workers,
      EngineSettings settings,
      Ledger ledger,
      Path workspace,
      String incarnation,
      HostLimits host,
      EngineListener listener) {
    this.gate = new PoolGate(host.pools());
    this.model = model;
    this.settings = settings;
    this.ledger = ledger;
    this.incarnation = incarnation;
    this.listener = listener;
    this.tickets = new Tickets(model);
    this.commits =
        new CommitQueue(
            ledger,
            new SegmentWriter(workspace, ledger),
            settings.tickMillis(),
            settings.tickBytes(),
            host.uncommittedBytes(),
            "lehr-commit-" + model.name(),
            this::ready);
    this.preparation = new Preparation(ledger, model);
    RecipeDesk.Bench bench = new Bench();
    this.recipes = new RecipeDesk(bench);
    this.commands = new CommandDesk(bench, host, workspace);
    this.elsewhere =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread helper = new Thread(work, "lehr-host-" + model.name());
              helper.setDaemon(true);
              return helper;
            });
    this.accounts = new Accounts(model);
    this.memory =
        MemoryWatch.of(
            model,
            settings,
            Loops.sizing(model, settings),
            new FileProbeCache(workspace.resolve("device-memory.json")));
    this.loop = Loops.around(accounts.timed(), workers, settings, new Events());
    this.thread = new Thread(this::run, "lehr-engine-" + model.name());
    thread.setDaemon(true);
    thread.start();
  }

  /** The model that it runs. */
  public Model model() {
    return model;
  }

  /** Whether it holds systems of a shard, or may write results of it. */
  public boolean has(ShardKey shard) {
    return leases.containsKey(shard);
  }

  /** Number of shards that it works on. */
  public int shards() {
    return leases.size();
  }

  /** What it is doing. */
  public EngineStats stats() {
    return accounts.stats();
  }

  /** Number of bytes that it has computed and the ledger has not taken yet. */
  public long uncommittedBytes() {
    return commits.bytes();
  }

  /** Grows as long as the engine makes progress or rightly has nothing to do. */
  public long beat() {
    return beat.get();
  }

  /**
   * Opens a slice on a shard: what the engine holds of it goes on under the new fence, the rest is
   * read from the ledger.
   *
   * @throws dev.lehr.activities.ledger.StaleFenceException where a newer fence exists
   * @throws IllegalStateException where the engine has failed or been closed
   */
  public Slice openSlice(ShardKey shard, Fence fence, StagePlan plan) throws InterruptedException {
    throwIfFailed();
    return commits.between(
        () -> {
          Lease known = leases.get(shard);
          Optional<String> holder = ledger.holder(shard);
          careful |= holder.filter(h -> !h.equals(incarnation)).isPresent();
          if (known != null && !holder.equals(Optional.of(incarnation))) {
            // Another worker has had it meanwhile: what waits here is of the past.
            known.lose();
          }
          Lease held = known == null || known.isLost() ? new Lease(shard, plan, fence) : known;
          List<PendingTask> tasks = ledger.openSlice(shard, fence, incarnation, held.held());
          try {
            KnownFormats.require(tasks);
          } catch (NewerFormatException e) {
            ledger.letGo(shard, incarnation);
            throw e;
          }
          if (known != null && known != held) {
            replaced.add(known);
          }
          held.renew(fence);
          leases.put(shard, held);
          // Before the engine has its tasks: what it does with them is in the slice's figures.
          Slice slice = new Slice(this, held);
          tasks.forEach(task -> accept(held, task));
          return slice;
        });
  }

  private void accept(Lease lease, PendingTask task) {
    TaskRun run = new TaskRun(lease, task);
    lease.hold(run);
    elsewhere(() -> prepare(run));
  }

  /** A task may start because others have ended: without waiting for the next slice. */
  private void ready(Lease lease, PendingTask task) {
    if (!closing && !lease.isEvicting()) {
      accept(lease, task);
    }
  }

  /** Not on the engine's thread. */
  private void prepare(TaskRun run) {
    StagePlan.Stage stage = run.lease().plan().stage(run.key().stage());
    Preparation.Next next = preparation.of(run, stage);
    inbox.add(() -> prepared(run, next));
  }

  private void prepared(TaskRun run, Preparation.Next next) {
    if (run.lease().isEvicting()) {
      release(run);
    } else if (next instanceof Preparation.Next.Ended ended) {
      finish(run, ended.result(), 0);
    } else {
      gate.enter(run, stage(run).traits().pool(), () -> proceed(run, next));
    }
  }

  private void proceed(TaskRun run, Preparation.Next next) {
    if (next instanceof Preparation.Next.Follow follow) {
      recipes.add(follow.recipe());
    } else if (next instanceof Preparation.Next.Run program) {
      commands.start(run, program.spec(), program.subject());
    } else {
      submit(run);
    }
  }

  private void elsewhere(Runnable work) {
    try {
      elsewhere.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              failure = e;
              LOG.error("the engine has stopped: {}", e.getMessage(), e);
            }
          });
    } catch (RejectedExecutionException e) {
      // The engine is closed: what it holds is in the ledger.
      LOG.debug("not done any more", e);
    }
  }

  /** The slice is over; the systems stay for the grace in case the next one comes here. */
  void idle(Lease lease) {
    lease.idle(System.nanoTime());
  }

  /** Checkpoints everything of a shard, takes it out, and returns when that is committed. */
  void evict(Lease lease) throws InterruptedException {
    lease.evict();
    while (!lease.isEmpty() && !lease.isLost()) {
      throwIfFailed();
      commits.flush();
      Thread.sleep(5);
    }
    forget(lease);
  }

  /** Nothing of the shard is held here any more. */
  private void forget(Lease lease) {
    if (leases.remove(lease.shard(), lease) && !lease.isLost()) {
      ledger.letGo(lease.shard(), incarnation);
    }
  }

  /** Commits what has come of all shards so far. */
  public void flush() throws InterruptedException {
    throwIfFailed();
    commits.flush();
  }

  /** Whether it has stopped for a reason of its own: it will not run again. */
  public boolean hasFailed() {
    return failure != null;
  }

  void throwIfFailed() {
    RuntimeException cause = failure;
    if (cause != null) {
      throw new IllegalStateException("the engine has stopped: " + cause.getMessage(), cause);
    }
    if (closing) {
      throw new IllegalStateException("the engine has been closed");
    }
  }

  private void run() {
    try {
      while (!closing && failure == null) {
        takeIn();
        gate.open();
        recipes.begin();
        probe();
        markLeaving();
        waitForCommits();
        accounts.begins(loop);
        double load = loop.load();
        boolean worked = loop.step();
        account(worked);
        if (worked && memory.isPresent()) {
          memory.get().stepped(load).ifPresent(loop::ceiling);
        }
        if (!worked) {
          rest();
        }
      }
      loop.clear();
      commands.close();
      gate.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("the engine has stopped: {}", e.getMessage());
      LOG.debug("the engine has stopped", e);
      failure = e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }
  }

  private void rest() throws InterruptedException {
    // Nothing joins what is to be committed: to wait for more would be for nothing.
    commits.hurry();
    TaskRun suspect = suspects.poll();
    if (suspect != null) {
      queue(suspect);
      return;
    }
    Runnable work = inbox.poll(20, TimeUnit.MILLISECONDS);
    if (work != null) {
      work.run();
    }
  }

  private void takeIn() {
    for (Runnable work = inbox.poll(); work != null; work = inbox.poll()) {
      work.run();
    }
    while (accounts.hasWorkedWell() && !suspects.isEmpty()) {
      queue(suspects.remove());
    }
  }

  private void submit(TaskRun run) {
    if (run.task().evidence() >= LedgerWrite.PROOF) {
      finish(run, Outcomes.killedWorker(run.task()), 0);
      return;
    }
    Tickets.Start start = tickets.startOf(run);
    if (start instanceof Tickets.Start.Impossible impossible) {
      finish(run, impossible.result(), 0);
    } else if (start instanceof Tickets.Start.Ready ready) {
      run.ticket(ready.ticket());
      if (run.job().isEmpty() && stage(run).steps().framesEvery() > 0) {
        Work.Steps steps = stage(run).steps();
        ready.ticket().framesEvery(steps.framesEvery()).framesWith(steps.frames().columns());
      }
      listener.started(run.key(), run.committedIteration());
      StagePlan plan = run.lease().plan();
      if (run.isSuspect()) {
        // The longest way that it can have come beyond its checkpoint before it did harm.
        ready.ticket().aloneUntil(run.committedIteration() + plan.recomputeSteps() + 1L);
        suspects.add(run);
      } else {
        queue(run);
      }
    }
  }

  private void queue(TaskRun run) {
    Ticket<TaskRun> ticket = run.ticket();
    if (ticket == null) {
      return;
    }
    if (memory.isPresent() && memory.get().needsProbe()) {
      unprobed.add(run);
    } else {
      loop.submit(ticket);
    }
  }

  /** Finds out what the device holds before the first batch, with what has come so far. */
  private void probe() {
    if (unprobed.isEmpty()) {
      return;
    }
    List<SimState> systems = new ArrayList<>();
    for (TaskRun run : unprobed) {
      Ticket<TaskRun> ticket = run.ticket();
      if (ticket != null && systems.size() < MOST_PROBED) {
        systems.add(ticket.system());
      }
    }
    loop.ceiling(memory.orElseThrow().probe(systems));
    List<TaskRun> ready = List.copyOf(unprobed);
    unprobed.clear();
    ready.forEach(this::queue);
  }

  private static StagePlan.Stage stage(TaskRun run) {
    return run.lease().plan().stage(run.key().stage());
  }

  /** Systems of shards that are paused, cancelled, lost or forgotten leave at the next swap. */
  private void markLeaving() {
    long now = System.nanoTime();
    long grace = TimeUnit.MILLISECONDS.toNanos(settings.graceMillis());
    for (Lease lost = replaced.poll(); lost != null; lost = replaced.poll()) {
      lost.runs().forEach(this::leave);
    }
    for (Lease lease : List.copyOf(leases.values())) {
      if (lease.isIdleFor(grace, now) && !lease.isEvicting()) {
        lease.evict();
      }
      if (lease.isEvicting()) {
        lease.runs().forEach(this::leave);
        if (lease.isEmpty() || lease.isLost()) {
          forgetIfThereIsALedger(lease);
        }
      }
    }
  }

  private void leave(TaskRun run) {
    var ticket = run.ticket();
    if (ticket == null) {
      if (gate.withdraw(run)) {
        release(run);
      } else if (!commands.leave(run)) {
        recipes.leave(run);
      }
      return;
    }
    if (suspects.remove(run) || unprobed.remove(run) || loop.withdraw(ticket)) {
      release(run);
    } else {
      ticket.requestLeave(true);
    }
  }

  private void waitForCommits() throws InterruptedException {
    long before = System.nanoTime();
    commits.awaitRoom();
    long room = System.nanoTime();
    loop.fill();
    long filled = System.nanoTime();
    boolean unmarked = careful && admitted > 0 && !accounts.hasWorkedLong();
    admitted = 0;
    if (unmarked || loop.largestLag(BatchEngine::farthest) > 0) {
      commits.flush();
    } else if (loop.largestLag(BatchEngine::far) > 0) {
      commits.hurry();
    }
    boolean batch = loop.inFlight() > 0;
    accounts.filled(filled - room, batch);
    accounts.waitedForLedger(System.nanoTime() - filled + room - before, batch);
  }

  /** The last iteration that a system may reach before more of it is safe. */
  private static long farthest(TaskRun run) {
    return run.committedIteration() + run.lease().plan().recomputeSteps() - 1;
  }

  /** From here on a commit is made so that nobody has to wait for it. */
  private static long far(TaskRun run) {
    StagePlan plan = run.lease().plan();
    return run.committedIteration() + plan.checkpointEvery() + plan.checkpointEvery() / 4;
  }

  private void account(boolean worked) {
    beat.incrementAndGet();
    accounts.stepped(worked, loop);
    if (worked) {
      if (listener.wantsMoves()) {
        loop.forEachInFlight((run, iteration) -> listener.moved(run.key(), iteration));
      }
      listener.stepped(loop.inFlight(), loop.atomsInFlight(), loop.occupancy());
    }
  }

  private void finish(TaskRun run, TaskResult ended, long iteration) {
    gate.leave(run);
    listener.ended(run.key(), iteration);
    TaskResult result = run.job().isEmpty() ? goingOn(run, ended) : ended;
    String memory = Outcomes.isWorthRemembering(result) ? run.memory() : "";
    commits.offer(
        run.lease(),
        new LedgerWrite.Finished(run.key(), run.generation(), result, memory),
        run.takeFrames(),
        result.state().length + 500L,
        () -> {
          run.lease().letGo(run);
          run.endCommitted();
        });
    if (run.job().isPresent()) {
      recipes.ended(run, result);
    }
  }

  /** A structure that goes on after a failure goes on as it came. */
  private static TaskResult goingOn(TaskRun run, TaskResult result) {
    boolean goesOn = stage(run).traits().goesOn() && result.status() == TaskStatus.FAILED;
    return goesOn ? Outcomes.asItCame(run.task(), result) : result;
  }

  private void release(TaskRun run) {
    gate.leave(run);
    run.ticketGone();
    commits.offer(
        run.lease(),
        new LedgerWrite.Released(run.key(), run.generation()),
        100,
        () -> run.lease().letGo(run));
    if (run.job().isPresent()) {
      recipes.released(run);
    }
  }

  /** What recipes need. */
  private final class Bench implements RecipeDesk.Bench {
    @Override
    public void elsewhere(Runnable work) {
      BatchEngine.this.elsewhere(work);
    }

    @Override
    public void here(Runnable work) {
      inbox.add(work);
    }

    @Override
    public int waiting() {
      return loop.waiting();
    }

    @Override
    public void submit(TaskRun job) {
      BatchEngine.this.submit(job);
    }

    @Override
    public void leave(TaskRun job) {
      BatchEngine.this.leave(job);
    }

    @Override
    public void begun(TaskRun run) {
      commits.offer(run.lease(), RecipeDesk.begun(run), 100, () -> {});
    }

    @Override
    public void finish(TaskRun run, TaskResult result) {
      BatchEngine.this.finish(run, result, 0);
    }

    @Override
    public void release(TaskRun run) {
      BatchEngine.this.release(run);
    }
  }

  private void saveProgress(TaskRun run, SimState system, int swapAttempts) {
    long iteration = system.longs(Stepper.ITERATION)[0];
    run.lease().stepped(run.newSteps(iteration), system.nAtoms());
    byte[] bytes = StateCodec.encode(system);
    commits.offer(
        run.lease(),
        new LedgerWrite.Progressed(
            run.key(), run.generation(), new Checkpoint(bytes, (int) iteration, swapAttempts)),
        run.takeFrames(),
        bytes.length + 200L,
        () -> run.committed(iteration));
  }

  /** What the loop tells. */
  private final class Events implements BatchLoop.Listener<TaskRun> {
    @Override
    public void admitted(TaskRun run) {
      admitted++;
      commits.offer(
          run.lease(),
          new LedgerWrite.Admitted(run.key(), run.generation(), incarnation, companyOf(run)),
          100,
          () -> {});
    }

    private LedgerWrite.Company companyOf(TaskRun run) {
      if (!run.isSuspect()) {
        return LedgerWrite.Company.OTHERS;
      }
      return accounts.hasWorkedWell()
          ? LedgerWrite.Company.NOBODY_AFTER_OTHERS
          : LedgerWrite.Company.NOBODY;
    }

    @Override
    public void evicted(TaskRun run) {
      run.lease().evicted();
      commits.offer(
          run.lease(), new LedgerWrite.Released(run.key(), run.generation()), 100, () -> {});
    }

    @Override
    public void cleared(TaskRun run) {
      run.clear();
      commits.offer(
          run.lease(),
          new LedgerWrite.Cleared(run.key(), run.generation(), incarnation),
          100,
          () -> {});
    }

    @Override
    public void checkpoint(TaskRun run, SimState system, int swapAttempts) {
      saveProgress(run, system, swapAttempts);
    }

    @Override
    public void frame(TaskRun run, SimState system, long iteration) {
      run.hold(
          new TrajectoryFrame(
              run.key(),
              run.task().id(),
              stage(run).id(),
              run.generation(),
              iteration,
              system,
              stage(run).steps().frames()));
      Ticket<TaskRun> ticket = run.ticket();
      if (ticket != null && run.frameBytes() > HELD_FRAME_BYTES) {
        ticket.requestCheckpoint();
      }
    }

    @Override
    public void left(TaskRun run, SimState system, Verdict verdict, int swapAttempts) {
      long iteration = system.longs(Stepper.ITERATION)[0];
      run.lease().stepped(run.newSteps(iteration), system.nAtoms());
      if (!verdict.leaves()) {
        saveProgress(run, system, swapAttempts);
        release(run);
        return;
      }
      finish(run, Outcomes.of(Tickets.stepper(run), system, verdict, swapAttempts), iteration);
    }

    @Override
    public void tooLarge(TaskRun run, double scaler, double maxScaler) {
      finish(run, Outcomes.tooLarge(settings.sizeName(), scaler, maxScaler), 0);
    }
  }

  /** Checkpoints what is in flight, commits it, and ends. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    elsewhere.shutdownNow();
    commits.close();
    List.copyOf(leases.values()).stream()
        .filter(Lease::isEmpty)
        .forEach(this::forgetIfThereIsALedger);
  }

  /** Whoever opens the shard next is careful for nothing if it cannot be said that it is free. */
  private void forgetIfThereIsALedger(Lease lease) {
    try {
      forget(lease);
    } catch (LedgerException e) {
      LogContext.of(lease)
          .run(
              () ->
                  LOG.warn(
                      "{} looks as if its worker had died: {}", lease.shard(), e.getMessage()));
    }
  }
}
