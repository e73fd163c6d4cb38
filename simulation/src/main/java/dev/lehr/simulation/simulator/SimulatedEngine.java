package dev.lehr.simulation.simulator;

import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.DeviceFailedException;
import dev.lehr.simulation.engine.LoopSettings;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.simulator.SimulatedLedger.Company;
import dev.lehr.simulation.simulator.SimulatedLedger.OpenTask;
import dev.lehr.simulation.simulator.SimulatedLedger.Stored;
import dev.lehr.simulation.simulator.SimulatedLedger.Write;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One life of a worker process: what the real engine does with its leases, its commits and the real
 * batch loop, an event at a time.
 */
final class SimulatedEngine {

  /** Deaths with others in the batch after which a structure runs alone. */
  private static final int SUSPICIOUS = 2;

  /** The scheduler blames the device where eight systems fail alone. */
  private static final int ENOUGH_TO_TELL = 10;

  /** Forward passes of a step after which its failures count as endless. */
  private static final int MOST_PASSES = 1000;

  private final Cluster cluster;
  private final Scenario scenario;
  private final Timeline time;
  private final String incarnation;
  private final FakeDevice device;
  private final SimulatedCommits commits;
  private final BatchLoop<SimulatedRun> loop;
  private final Map<Integer, SimulatedLease> leases = new TreeMap<>();
  private final List<SimulatedSlice> slices = new ArrayList<>();
  private final Set<SimulatedRun> queue = new LinkedHashSet<>();
  private final Set<SimulatedRun> residents = new LinkedHashSet<>();
  private final Deque<SimulatedRun> suspects = new ArrayDeque<>();
  private final Deque<Runnable> backlog = new ArrayDeque<>();
  private boolean ticking;
  private boolean dead;
  private boolean frozen;
  private boolean failed;
  private boolean closing;
  private boolean careful;
  private boolean unmarked;
  private long submitted;
  private double loadEvaluated;
  private int passes;

  SimulatedEngine(Cluster cluster, String incarnation) {
    this.cluster = cluster;
    this.scenario = cluster.scenario();
    this.time = cluster.time();
    this.incarnation = incarnation;
    this.device = new FakeDevice(scenario.structures(), scenario.law(), this::evaluates);
    this.commits = new SimulatedCommits(new Outside(), scenario.timing().tick());
    this.loop =
        new BatchLoop<>(
            device,
            Workers.serial(),
            new Scheduler<>(scenario.scheduling()),
            (state, i) -> cluster.structureOf(state, i).sizeAt(state.longs(Stepper.ITERATION)[i]),
            new LoopSettings(scenario.checkpointEvery(), scenario.resizeEvery()),
            new Events());
  }

  String incarnation() {
    return incarnation;
  }

  FakeDevice device() {
    return device;
  }

  /**
   * The device fails on everything from now on, if there are systems enough to tell it from systems
   * that are to blame.
   */
  void breakDown() {
    if (loop.inFlight() + loop.waiting() >= ENOUGH_TO_TELL) {
      cluster.say(() -> incarnation + ": the device breaks down");
      device.breakDown();
    }
  }

  BatchLoop<SimulatedRun> loop() {
    return loop;
  }

  /** Whether it runs, or would if it were not frozen. */
  boolean isAlive() {
    return !dead;
  }

  /** Whether it takes new work. */
  boolean isListening() {
    return !dead && !frozen && !failed && !closing;
  }

  // What the world does to it

  /** Everything that it has not committed is gone. */
  void die() {
    dead = true;
    frozen = false;
    backlog.clear();
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
    while (!frozen && !dead && !backlog.isEmpty()) {
      backlog.remove().run();
    }
  }

  /** Writes everything down and ends. */
  void close(Runnable ended) {
    closing = true;
    loop.clear();
    commits.flushThen(
        () -> {
          List.copyOf(leases.values()).stream()
              .filter(SimulatedLease::isEmpty)
              .forEach(this::forget);
          dead = true;
          ended.run();
        });
  }

  /** Nothing of the shard is held here any more. */
  private void forget(SimulatedLease lease) {
    if (leases.remove(lease.shard(), lease) && !lease.isLost()) {
      cluster.ledger().letGo(lease.shard(), incarnation);
    }
  }

  /** Does something in this process: now, after it was thawed, or never. */
  void whenAwake(Runnable action) {
    if (frozen) {
      backlog.add(action);
    } else if (!dead) {
      action.run();
    }
  }

  /** Structures that it holds under the newest fence, with the steps that each has made. */
  void forEachValid(java.util.function.ObjLongConsumer<SimulatedRun> each) {
    if (!dead) {
      loop.forEachInFlight(
          (run, iteration) -> {
            if (isValid(run.lease())) {
              each.accept(run, iteration);
            }
          });
    }
  }

  private boolean isValid(SimulatedLease lease) {
    return !lease.isLost() && cluster.ledger().isNewest(lease.shard(), lease.fence());
  }

  /** Structures that it holds although workers have died with them. */
  List<SimulatedRun> suspected() {
    return leases.values().stream()
        .flatMap(lease -> lease.runs().stream())
        .filter(run -> run.task().deaths() >= SUSPICIOUS)
        .toList();
  }

  // Slices

  /** Opens a slice and answers the attempt when it is over. */
  void runSlice(int shard, Fence fence, Attempt attempt) {
    commits.between(() -> open(shard, fence, attempt));
  }

  private void open(int shard, Fence fence, Attempt attempt) {
    SimulatedLease known = leases.get(shard);
    Optional<String> holder = cluster.ledger().holder(shard);
    careful |= holder.filter(h -> !h.equals(incarnation)).isPresent();
    if (known != null && !holder.equals(Optional.of(incarnation))) {
      // Somebody else has worked on it meanwhile: what is held here is of the past.
      known.lose();
    }
    SimulatedLease held =
        known == null || known.isLost() ? new SimulatedLease(shard, fence) : known;
    Optional<List<OpenTask>> tasks = cluster.openSlice(this, shard, fence, held.held());
    if (tasks.isEmpty()) {
      attempt.failed();
      return;
    }
    if (known != null && known != held) {
      known.runs().forEach(this::leave);
    }
    held.renew(fence);
    leases.put(shard, held);
    tasks.get().forEach(task -> accept(held, task));
    SimulatedSlice slice = new SimulatedSlice(held, attempt);
    slices.add(slice);
    attempt.opened(slice);
    time.after(scenario.timing().slice(), () -> whenAwake(() -> end(slice)));
    lookAtSlices();
    wake();
  }

  /** The slice's shard leaves the batch at the next swap. */
  void evict(SimulatedSlice slice) {
    slice.lease().evict();
    wake();
  }

  private void end(SimulatedSlice slice) {
    if (slice.end()) {
      slices.remove(slice);
      slice.lease().idle(time.now());
      time.after(scenario.timing().grace(), () -> whenAwake(this::wake));
      commits.flushThen(() -> slice.attempt().answered());
    }
  }

  private void lookAtSlices() {
    for (SimulatedSlice slice : List.copyOf(slices)) {
      if (slice.isEmpty()) {
        end(slice);
      }
    }
  }

  private void accept(SimulatedLease lease, OpenTask task) {
    SimulatedRun run = new SimulatedRun(lease, task, time.now());
    lease.hold(run);
    submit(run);
  }

  private void submit(SimulatedRun run) {
    OpenTask task = run.task();
    cluster.say(
        () ->
            incarnation
                + ": submitted "
                + run.structure()
                + " of "
                + customer(run).name()
                + ", deaths "
                + task.deaths()
                + ", evidence "
                + task.evidence());
    if (task.evidence() >= Company.PROOF) {
      finish(run, Ending.without(Ending.KILLED_WORKER));
      return;
    }
    Optional<Stored> whole = task.checkpoint().filter(c -> c.system().isPresent());
    if (task.checkpoint().isPresent() && whole.isEmpty()) {
      cluster.tally().tornRestart();
    }
    Ticket<SimulatedRun> ticket =
        whole.isPresent()
            ? Ticket.resumed(
                run,
                cluster.stepper(),
                whole.get().system().orElseThrow().copy(),
                whole.get().swapAttempts())
            : Ticket.fresh(run, cluster.stepper(), cluster.structure(run).start());
    int start = whole.map(Stored::iterations).orElse(0);
    run.committed(start);
    run.suspect(task.deaths() >= SUSPICIOUS);
    run.ticket(ticket.of(customer(run)));
    if (run.isSuspect()) {
      ticket.aloneUntil(start + scenario.recomputeSteps() + 1L);
      suspects.add(run);
    } else {
      queue(run, ticket);
    }
  }

  private void queue(SimulatedRun run, Ticket<SimulatedRun> ticket) {
    run.queued(submitted++);
    queue.add(run);
    loop.submit(ticket);
  }

  /** Suspects wait until the worker has shown that it is well, or has nothing else to do. */
  private void queueSuspects(int most) {
    for (int i = 0; i < most && !suspects.isEmpty(); i++) {
      SimulatedRun run = suspects.remove();
      Ticket<SimulatedRun> ticket = run.ticket();
      if (ticket != null) {
        queue(run, ticket);
      }
    }
  }

  private boolean hasWorkedWell() {
    return loop.figures().steps() >= scenario.wellAfter();
  }

  private Customer customer(SimulatedRun run) {
    int which = run.lease().shard() % scenario.customers();
    return new Customer("customer" + which, which, 1 + which);
  }

  // The engine's own loop

  /** Sees to it that the engine looks at what there is to do. */
  void wake() {
    tickAfter(0);
  }

  private void tickAfter(long micros) {
    if (!ticking && !failed) {
      ticking = true;
      time.after(micros, () -> whenAwake(this::tick));
    }
  }

  private void tick() {
    ticking = false;
    if (closing) {
      return;
    }
    if (hasWorkedWell()) {
      queueSuspects(suspects.size());
    }
    markLeaving();
    // After a death who is admitted is marked before its first step; no one runs ahead of what is
    // safe.
    loop.fill();
    boolean behind = loop.largestLag(SimulatedRun::committed) >= scenario.recomputeSteps();
    boolean dangerous = careful && unmarked;
    unmarked = false;
    if (behind || dangerous) {
      ticking = true;
      cluster.tally().stalled();
      commits.flushThen(this::stepAfterCommit);
    } else {
      step();
    }
  }

  private void stepAfterCommit() {
    if (dead) {
      return;
    }
    ticking = false;
    // What has come meanwhile joins in this step, and is marked before it too.
    loop.fill();
    if (careful && unmarked) {
      tick();
    } else {
      step();
    }
  }

  private void step() {
    boolean worked;
    passes = 0;
    try {
      worked = loop.step();
    } catch (FakeDevice.Died e) {
      cluster.poisoned(this, e.structure());
      return;
    } catch (DeviceFailedException e) {
      fail();
      return;
    }
    if (worked) {
      account();
      tickAfter(scenario.law().micros(loadEvaluated));
    } else if (!suspects.isEmpty()) {
      queueSuspects(1);
      wake();
    }
    lookAtSlices();
  }

  /** The engine has failed; the process goes on with another one. */
  private void fail() {
    failed = true;
    cluster.say(() -> incarnation + ": the device fails on everything");
    slices.forEach(slice -> slice.attempt().failed());
    slices.clear();
    cluster.replace(this);
  }

  private void evaluates(int systems) {
    Invariant.ENDS.hold(
        ++passes <= MOST_PASSES, () -> MOST_PASSES + " forward passes in a step of " + systems);
    loadEvaluated = loop.load();
    Invariant.MEMORY.hold(
        systems == 1 || loadEvaluated <= loop.cap() * (1 + 1e-12),
        () -> systems + " systems of " + loadEvaluated + ", the cap is " + loop.cap());
    Invariant.SUSPECTS.hold(
        systems == 1 || residents.stream().noneMatch(SimulatedRun::isSuspect),
        () -> "a suspect runs with " + systems + " systems in the batch");
  }

  private void account() {
    double cap = scenario.scheduling().cap();
    double full = Math.min(1, loadEvaluated / cap);
    double left = cap - loadEvaluated;
    boolean waits = !queue.isEmpty();
    boolean fits = false;
    for (SimulatedRun run : queue) {
      fits |= cluster.structure(run).sizeAt(run.committed()) <= left;
    }
    Tally.Empty rest =
        fits ? Tally.Empty.HEAD_OF_LINE : waits ? Tally.Empty.FRAGMENTS : Tally.Empty.DRAIN;
    double seconds = scenario.law().micros(loadEvaluated) * 1e-6;
    cluster.tally().step(seconds, full, rest, loop.inFlight());
  }

  private void markLeaving() {
    for (SimulatedLease lease : List.copyOf(leases.values())) {
      if (lease.isIdleFor(scenario.timing().grace(), time.now()) && !lease.isEvicting()) {
        lease.evict();
      }
      if (lease.isEvicting()) {
        lease.runs().forEach(this::leave);
        if (lease.isEmpty() || lease.isLost()) {
          forget(lease);
        }
      }
    }
  }

  private void leave(SimulatedRun run) {
    Ticket<SimulatedRun> ticket = run.ticket();
    if (ticket == null) {
      return;
    }
    if (suspects.remove(run) || loop.withdraw(ticket)) {
      release(run);
    } else {
      ticket.requestLeave(true);
    }
  }

  // What it writes

  private void finish(SimulatedRun run, Ending ending) {
    gone(run);
    offer(run, new Write.Finished(run.structure(), run.generation(), ending), true);
  }

  private void release(SimulatedRun run) {
    gone(run);
    run.ticket(null);
    offer(run, new Write.Released(run.structure(), run.generation()), true);
  }

  private void gone(SimulatedRun run) {
    queue.remove(run);
    residents.remove(run);
    run.place(SimulatedRun.Place.GONE);
  }

  private void offer(SimulatedRun run, Write write, boolean last) {
    commits.offer(
        run.lease(),
        write,
        () -> {
          if (last) {
            run.lease().letGo(run.structure());
            lookAtSlices();
          }
        });
  }

  private void save(SimulatedRun run, SimState system, int swapAttempts) {
    int iteration = (int) system.longs(Stepper.ITERATION)[0];
    SimState copy = system.copy();
    commits.offer(
        run.lease(),
        new Write.Progressed(run.structure(), run.generation(), copy, iteration, swapAttempts),
        () -> run.committed(iteration));
  }

  /** What the loop tells. */
  private final class Events implements BatchLoop.Listener<SimulatedRun> {
    @Override
    public void admitted(SimulatedRun run) {
      queue.remove(run);
      residents.add(run);
      cluster.say(() -> incarnation + ": admitted " + run.structure());
      noteWaits(run);
      run.place(SimulatedRun.Place.RESIDENT);
      unmarked = true;
      Company alone = hasWorkedWell() ? Company.NOBODY_AFTER_OTHERS : Company.NOBODY;
      Company company = run.isSuspect() ? alone : Company.OTHERS;
      offer(
          run, new Write.Admitted(run.structure(), run.generation(), incarnation, company), false);
    }

    private void noteWaits(SimulatedRun admitted) {
      cluster.tally().admitted((time.now() - admitted.since()) * 1e-6);
      for (SimulatedRun waiting : queue) {
        if (waiting.order() < admitted.order()
            && customer(waiting).equals(customer(admitted))
            && !mayStandAside(waiting)) {
          int times = waiting.overtakenBy(admitted);
          cluster.tally().overtaken(times);
          Invariant.WAITING.hold(
              times <= scenario.patience(),
              () ->
                  cluster.structure(waiting)
                      + " was overtaken "
                      + times
                      + " times, at most "
                      + scenario.patience()
                      + " are allowed");
        }
      }
    }

    /** One that stands aside because it failed alone does not wait for a place. */
    private boolean mayStandAside(SimulatedRun run) {
      Fate fate = cluster.structure(run).fate();
      return device.isBroken() || fate == Fate.HUNGRY || fate == Fate.MODEL_FAILS;
    }

    @Override
    public void evicted(SimulatedRun run) {
      residents.remove(run);
      queue.add(run);
      run.place(SimulatedRun.Place.WAITING);
      cluster.say(() -> incarnation + ": evicted " + run.structure());
      offer(run, new Write.Released(run.structure(), run.generation()), false);
    }

    @Override
    public void cleared(SimulatedRun run) {
      run.suspect(false);
      offer(run, new Write.Cleared(run.structure(), run.generation(), incarnation), false);
    }

    @Override
    public void checkpoint(SimulatedRun run, SimState system, int swapAttempts) {
      save(run, system, swapAttempts);
    }

    @Override
    public void left(SimulatedRun run, SimState system, Verdict verdict, int swapAttempts) {
      if (!verdict.leaves()) {
        save(run, system, swapAttempts);
        release(run);
        return;
      }
      Ending.Status status =
          verdict instanceof Verdict.Converged
              ? Ending.Status.CONVERGED
              : verdict instanceof Verdict.MaxIterations
                  ? Ending.Status.MAX_ITERATIONS
                  : Ending.Status.FAILED;
      String reason = verdict instanceof Verdict.Failed f ? f.reason() : verdict.reason();
      int iterations = (int) system.longs(Stepper.ITERATION)[0];
      if (device.isBroken()) {
        cluster.blameable(run.structure());
      }
      cluster.say(() -> incarnation + ": " + cluster.structure(run) + " " + status + " " + reason);
      finish(run, new Ending(status, reason, iterations, swapAttempts, Optional.of(system)));
    }

    @Override
    public void tooLarge(SimulatedRun run, double scaler, double maxScaler) {
      finish(run, Ending.without("larger_than_device"));
    }
  }

  /** What the commits see of the world. */
  private final class Outside implements SimulatedCommits.World {
    @Override
    public void inWorker(long micros, Runnable action) {
      time.after(micros, () -> whenAwake(action));
    }

    @Override
    public void outside(long micros, Runnable action) {
      time.after(micros, action);
    }

    @Override
    public boolean arrives() {
      return !dead || cluster.arrivesFromTheDead();
    }

    @Override
    public boolean losesAnswer() {
      return cluster.losesAnswer();
    }

    @Override
    public long latency() {
      return cluster.commitLatency();
    }

    @Override
    public Set<Integer> commit(List<SimulatedLedger.Group> groups) {
      return cluster.commit(SimulatedEngine.this, groups);
    }
  }
}
