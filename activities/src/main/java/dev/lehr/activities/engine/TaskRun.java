package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.simulation.engine.Ticket;
import org.jspecify.annotations.Nullable;

/** One task in an engine: where it came from and how much of it is safe. */
final class TaskRun {

  private final Lease lease;
  private final PendingTask task;
  private long countedIteration;
  private volatile long committedIteration;
  private @Nullable Ticket<TaskRun> ticket;

  TaskRun(Lease lease, PendingTask task, long committedIteration) {
    this.lease = lease;
    this.task = task;
    this.countedIteration = committedIteration;
    this.committedIteration = committedIteration;
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
