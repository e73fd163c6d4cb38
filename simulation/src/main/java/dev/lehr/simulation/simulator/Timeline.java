package dev.lehr.simulation.simulator;

import java.util.PriorityQueue;

/** Virtual time: what happens when, in microseconds; at the same time, in the order of planning. */
final class Timeline {

  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long planned;

  /** Microseconds since the start. */
  long now() {
    return now;
  }

  /** Plans something. */
  void after(long micros, Runnable action) {
    events.add(new Event(now + Math.max(0, micros), planned++, action));
  }

  /** Makes the next thing happen; {@code false} where nothing is planned. */
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    now = next.time;
    next.action.run();
    return true;
  }
}
