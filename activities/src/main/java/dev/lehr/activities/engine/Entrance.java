package dev.lehr.activities.engine;

import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where systems wait that may not queue for the batch yet: for the device to be probed, or, of
 * those that may have killed workers, for others to have shown that this one is well. Used by the
 * engine's thread alone.
 */
final class Entrance {

  /** A device is probed with the smallest and the largest of so many systems. */
  private static final int MOST_PROBED = 256;

  private final BatchLoop<TaskRun> loop;
  private final Optional<MemoryWatch> memory;
  private final ArrayDeque<TaskRun> suspects = new ArrayDeque<>();
  private final ArrayDeque<TaskRun> unprobed = new ArrayDeque<>();

  /**
   * An entrance.
   *
   * @param memory looks at the device's memory where no limit was given
   */
  Entrance(BatchLoop<TaskRun> loop, Optional<MemoryWatch> memory) {
    this.loop = loop;
    this.memory = memory;
  }

  /** Takes one that has a ticket. */
  void enter(TaskRun run, Ticket<TaskRun> ticket) {
    if (run.isSuspect()) {
      // The longest way that it can have come beyond its checkpoint before it did harm.
      int risk = run.lease().plan().recomputeSteps();
      ticket.aloneUntil(run.committedIteration() + risk + 1L);
      suspects.add(run);
    } else {
      queue(run);
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

  /** The worker is well: all suspects may try. */
  void trust() {
    while (!suspects.isEmpty()) {
      queue(suspects.remove());
    }
  }

  /** Nobody else is there to go first; {@code false} where there is no suspect either. */
  boolean trustOne() {
    TaskRun suspect = suspects.poll();
    if (suspect == null) {
      return false;
    }
    queue(suspect);
    return true;
  }

  /** Finds out what the device holds before the first batch, with what has come so far. */
  void probe() {
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

  /** A batch of a size has made a step: the limit follows what it took. */
  void stepped(double load) {
    memory.ifPresent(watch -> watch.stepped(load).ifPresent(loop::ceiling));
  }

  /** Takes out one that is not in the batch; {@code false} where it is. */
  boolean withdraw(TaskRun run, Ticket<TaskRun> ticket) {
    return suspects.remove(run) || unprobed.remove(run) || loop.withdraw(ticket);
  }
}
