package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.trajectory.TrajectoryFrame;
import dev.lehr.simulation.engine.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task in an engine: where it came from and how much of it is safe. */
final class TaskRun {

  private static final int DEATHS_OF_A_SUSPECT = 2;

  private final Lease lease;
  private final PendingTask task;
  private long countedIteration;
  private volatile long committedIteration;
  private List<TrajectoryFrame> frames = new ArrayList<>();
  private long frameBytes;
  private boolean suspect;
  private final Optional<JobRun> job;
  private volatile String memory = "";
  private volatile Runnable afterCommit = () -> {};
  private @Nullable Ticket<TaskRun> ticket;

  /** A structure in a stage. */
  TaskRun(Lease lease, PendingTask task) {
    this(lease, task, Optional.empty());
  }

  /** An evaluation of a recipe. */
  TaskRun(Lease lease, PendingTask task, JobRun job) {
    this(lease, task, Optional.of(job));
  }

  private TaskRun(Lease lease, PendingTask task, Optional<JobRun> job) {
    long committedIteration = task.checkpoint().map(c -> (long) c.iterations()).orElse(0L);
    this.job = job;
    this.lease = lease;
    this.task = task;
    this.countedIteration = committedIteration;
    this.committedIteration = committedIteration;
    this.suspect = task.uncleanDeaths() >= DEATHS_OF_A_SUSPECT;
  }

  /** Whether it was there when workers died: it has the batch for itself. */
  boolean isSuspect() {
    return suspect;
  }

  /** It has gone well alone. */
  void clear() {
    suspect = false;
  }

  /** The evaluation that it is, if it is one of a recipe. */
  Optional<JobRun> job() {
    return job;
  }

  /** The digest under which its result is to be remembered; empty: it is not. */
  String memory() {
    return memory;
  }

  void memory(String digest) {
    memory = digest;
  }

  /** Does something when its end is in the ledger. */
  void whenCommitted(Runnable work) {
    afterCommit = work;
  }

  /** Its end is in the ledger. */
  void endCommitted() {
    afterCommit.run();
  }

  Lease lease() {
    return lease;
  }

  PendingTask task() {
    return task;
  }

  TaskKey key() {
    return task.key();
  }

  int generation() {
    return task.generation();
  }

  long committedIteration() {
    return committedIteration;
  }

  void committed(long iteration) {
    committedIteration = Math.max(committedIteration, iteration);
  }

  /** Its checkpoint is of no use: nothing of it is safe. */
  void startAnew() {
    countedIteration = 0;
    committedIteration = 0;
  }

  /** Steps made since it was last asked. */
  long newSteps(long iteration) {
    long steps = iteration - countedIteration;
    countedIteration = iteration;
    return steps;
  }

  /** Holds a frame until what it led to is written down. */
  void hold(TrajectoryFrame frame) {
    frames.add(frame);
    frameBytes += frame.bytes();
  }

  /** About how much memory the held frames take. */
  long frameBytes() {
    return frameBytes;
  }

  /** The held frames, in order; they are held no more. */
  List<TrajectoryFrame> takeFrames() {
    List<TrajectoryFrame> taken = frames;
    frames = new ArrayList<>();
    frameBytes = 0;
    return taken;
  }

  void ticketGone() {
    ticket = null;
  }

  void ticket(Ticket<TaskRun> newTicket) {
    ticket = newTicket;
  }

  @Nullable Ticket<TaskRun> ticket() {
    return ticket;
  }
}
