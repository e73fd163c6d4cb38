package dev.lehr.simulation.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The customers of one priority. */
final class Level<T> {

  final int priority;

  /** Those with anything waiting or resident, in the order in which they came. */
  final List<Line<T>> active = new ArrayList<>();

  /** Those that wait and may not be overtaken again, in the order in which they became so. */
  private final Deque<Item<T>> due = new ArrayDeque<>();

  int waiting;
  final int window;
  private final int patience;

  /**
   * An empty level.
   *
   * @param window how many of a queue are looked at
   * @param patience how often a system is overtaken until it is due; 0: no matter how often, since
   *     none is overtaken
   */
  Level(int priority, int window, int patience) {
    this.priority = priority;
    this.window = window;
    this.patience = patience;
  }

  /**
   * Who comes or comes back starts at the least of those that are there: it has no claim for the
   * time when it wanted nothing, and it keeps no debt of others.
   */
  void activate(Line<T> line) {
    if (line.active) {
      return;
    }
    double least = Double.POSITIVE_INFINITY;
    for (Line<T> other : active) {
      least = Math.min(least, other.virtualTime);
    }
    if (!active.isEmpty()) {
      line.virtualTime = Math.max(line.virtualTime, least);
    }
    line.active = true;
    active.add(line);
  }

  void deactivate(Line<T> line) {
    if (line.waiting == 0 && line.residents == 0) {
      line.active = false;
      active.remove(line);
    }
  }

  /** The customer whose turn it is, of those that are not blocked in this round. */
  @Nullable Line<T> next(int round, double stay) {
    Line<T> next = null;
    double least = Double.POSITIVE_INFINITY;
    for (Line<T> line : active) {
      if (line.waiting > 0 && line.blockedIn != round) {
        double turn = line.turn(stay);
        if (next == null || turn < least) {
          next = line;
          least = turn;
        }
      }
    }
    return next;
  }

  /** Counts that an item was overtaken. */
  void overtake(Item<T> item) {
    item.overtaken++;
    if (becomesDue(item)) {
      due.addLast(item);
    }
  }

  /** One comes back to its queue with the count that it has. */
  void cameFirst(Item<T> item) {
    if (becomesDue(item)) {
      due.addFirst(item);
    }
  }

  /** One comes to the end of its queue with the count that it has. */
  void cameLast(Item<T> item) {
    if (becomesDue(item)) {
      due.addLast(item);
    }
  }

  /** The one that is due before others: of a queue the first, of queues the one due longest. */
  @Nullable Item<T> nextDue() {
    Item<T> longest = due.peek();
    if (longest == null) {
      return null;
    }
    Item<T> first = longest.line.head;
    while (first != null && !first.due) {
      first = first.behind;
    }
    return first;
  }

  void noLongerDue(Item<T> item) {
    if (item.due) {
      due.remove(item);
      item.due = false;
    }
  }

  private boolean becomesDue(Item<T> item) {
    boolean becomes = !item.due && patience > 0 && item.overtaken >= patience;
    item.due |= becomes;
    return becomes;
  }

  void stepped() {
    for (Line<T> line : active) {
      line.stepped();
    }
  }
}
