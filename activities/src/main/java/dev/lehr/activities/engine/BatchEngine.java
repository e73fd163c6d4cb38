package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.activities.trajectory.SegmentWriter;
import dev.lehr.activities.trajectory.TrajectoryFrame;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
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

  private final Model model;
  private final EngineSettings settings;
  private final EngineListener listener;
  private final CommitQueue commits;
  private final Records records;
  private final Tickets tickets;
  private final BatchLoop<TaskRun> loop;
  private final Leases leases;

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
  private final Entrance entrance;
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
    this.records = new Records(commits, incarnation);
    this.leases = new Leases(ledger, incarnation);
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
    this.loop = Loops.around(accounts.timed(), workers, settings, new Events());
    this.entrance =
        new Entrance(
            loop,
            MemoryWatch.of(
                model,
                settings,
                Loops.sizing(model, settings),
                new FileProbeCache(workspace.resolve("device-memory.json"))));
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
    return leases.has(shard);
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
          Leases.Opened opened = leases.open(shard, fence, plan);
          Lease held = opened.lease();
          // Before the engine has its tasks: what it does with them is in the slice's figures.
          Slice slice = new Slice(this, held);
          opened.tasks().forEach(task -> accept(held, task));
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
    leases.forget(lease);
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
    long graceNanos = TimeUnit.MILLISECONDS.toNanos(settings.graceMillis());
    try {
      while (!closing && failure == null) {
        long before = System.nanoTime();
        takeIn();
        gate.open();
        recipes.begin();
        entrance.probe();
        leases.clearOut(graceNanos, System.nanoTime(), this::leave);
        accounts.workedOnHost(System.nanoTime() - before, loop.inFlight() > 0);
        waitForCommits();
        accounts.begins(loop);
        double load = loop.load();
        boolean worked = loop.step();
        account(worked);
        if (worked) {
          entrance.stepped(load);
        } else {
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
    if (entrance.trustOne()) {
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
    if (accounts.hasWorkedWell()) {
      entrance.trust();
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
      entrance.enter(run, ready.ticket());
    }
  }

  private static StagePlan.Stage stage(TaskRun run) {
    return run.lease().plan().stage(run.key().stage());
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
    if (entrance.withdraw(run, ticket)) {
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
    boolean unmarked = leases.hasInherited() && admitted > 0 && !accounts.hasWorkedLong();
    admitted = 0;
    if (unmarked) {
      commits.flush();
    } else if (loop.largestLag(BatchEngine::farthest) > 0) {
      commits.flushUntil(() -> loop.largestLag(BatchEngine::farthest) <= 0);
    } else if (loop.largestLag(BatchEngine::far) > 0) {
      commits.hurry();
    }
    boolean batch = loop.inFlight() > 0;
    accounts.workedOnHost(filled - room, batch);
    accounts.waitedForLedger((room - before) + (System.nanoTime() - filled), batch);
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
    records.finished(run, result);
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
    records.released(run);
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
      records.begun(run);
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

  /** What the loop tells. */
  private final class Events implements BatchLoop.Listener<TaskRun> {
    @Override
    public void admitted(TaskRun run) {
      admitted++;
      records.admitted(run, companyOf(run));
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
      records.evicted(run);
    }

    @Override
    public void cleared(TaskRun run) {
      records.cleared(run);
    }

    @Override
    public void checkpoint(TaskRun run, SimState system, int swapAttempts) {
      records.progressed(run, system, swapAttempts);
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
      if (!verdict.leaves()) {
        records.progressed(run, system, swapAttempts);
        release(run);
        return;
      }
      long iteration = records.moved(run, system);
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
    leases.forgetEmpty();
  }
}
