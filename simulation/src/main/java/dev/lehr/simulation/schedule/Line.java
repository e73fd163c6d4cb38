package dev.lehr.simulation.schedule;

import org.jspecify.annotations.Nullable;

/** One customer: its queue, linked through the items, and what it has used. */
final class Line<T> {

  final Customer customer;
  final Level<T> level;

  @Nullable Item<T> head;
  @Nullable Item<T> tail;
  int waiting;
  int residents;

  /** Sum of the scalers of its residents. */
  private double load;

  /** Scaler times steps over weight. */
  double virtualTime;

  /** The last round of admissions in which nothing of it fitted. */
  int blockedIn;

  boolean active;

  /** Least scaler of those that are looked at and need not be alone; not a number: not known. */
  double least = Double.NaN;

  Line(Customer customer, Level<T> level) {
    this.customer = customer;
    this.level = level;
  }

  void addLast(Item<T> item) {
    item.ahead = tail;
    if (tail == null) {
      head = item;
    } else {
      tail.behind = item;
    }
    tail = item;
    waits(item);
    level.cameLast(item);
  }

  /** Puts one back that was in the batch: before all that were submitted after it. */
  void putBack(Item<T> item) {
    Item<T> before = null;
    Item<T> after = head;
    while (after != null && after.number < item.number) {
      before = after;
      after = after.behind;
    }
    item.ahead = before;
    item.behind = after;
    if (before == null) {
      head = item;
    } else {
      before.behind = item;
    }
    if (after == null) {
      tail = item;
    } else {
      after.ahead = item;
    }
    least = Double.NaN;
    waits(item);
    level.cameFirst(item);
  }

  private void waits(Item<T> item) {
    item.place = Item.Place.WAITING;
    waiting++;
    level.waiting++;
    if (waiting <= level.window || item == head) {
      least = Double.NaN;
    }
    level.activate(this);
  }

  void unlink(Item<T> item) {
    Item<T> before = item.ahead;
    Item<T> after = item.behind;
    if (before == null) {
      head = after;
    } else {
      before.behind = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.ahead = before;
    }
    item.ahead = null;
    item.behind = null;
    least = Double.NaN;
    waiting--;
    level.waiting--;
    level.noLongerDue(item);
    level.deactivate(this);
  }

  void joined(Item<T> item) {
    residents++;
    load += charge(item.scaler);
    level.activate(this);
  }

  void parted(Item<T> item) {
    residents--;
    load = residents == 0 ? 0 : load - charge(item.scaler);
    level.deactivate(this);
  }

  void resized(double from, double to) {
    load += charge(to) - charge(from);
  }

  /** What has no size is not charged for: its customer would never be next again. */
  private static double charge(double scaler) {
    return Double.isInfinite(scaler) ? 0 : scaler;
  }

  void stepped() {
    virtualTime += load / customer.weight();
  }

  /**
   * What it will have used once its residents are done: least is next. Without what they still will
   * use, who is behind would be given the whole batch, and then its neighbour, and so on.
   *
   * @param stay steps that a system is in the batch, roughly
   */
  double turn(double stay) {
    return virtualTime + stay * load / customer.weight();
  }
}
