package dev.lehr.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One filling of the batch. Priorities are gone through from the highest; at each, the customer
 * whose turn it is has one of its first waiting systems admitted, until nothing fits.
 */
final class Admission<T> {

  /** How often first in, first out lets other customers pass one whose first does not fit. */
  private static final int FIFO_PASSES = 64;

  private final SchedulerSettings settings;
  private final Queues<T> queues;
  private final Batch<T> batch;
  private final Cap cap;
  private final int window;
  private final int patience;
  private final boolean largest;
  private int plan;
  private int round;
  private boolean single;

  private Runnable source = () -> {};
  private boolean evicts;

  /** The batch before anybody was evicted; empty where nobody was. */
  private List<Item<T>> original = List.of();

  private List<Item<T>> admitted = List.of();
  private List<Item<T>> oversized = List.of();

  /** Those whose turn it was and of which nothing fitted, in this round. */
  private final List<Line<T>> passed = new ArrayList<>();

  private double before;
  private double added;

  Admission(SchedulerSettings settings, Queues<T> queues, Batch<T> batch, Cap cap) {
    this.settings = settings;
    this.queues = queues;
    this.batch = batch;
    this.cap = cap;
    patience = patience(settings.packing());
    window = window(settings.packing());
    largest =
        settings.packing() instanceof Packing.LookAhead ahead
            && ahead.choice() == Packing.Choice.LARGEST;
  }

  /** How many of a queue are looked at. */
  static int window(Packing packing) {
    return packing instanceof Packing.LookAhead ahead && ahead.patience() > 0 ? ahead.window() : 1;
  }

  /** How often a system is overtaken until it is due. */
  static int patience(Packing packing) {
    return packing instanceof Packing.LookAhead ahead ? ahead.patience() : FIFO_PASSES;
  }

  /** Those that the last filling found larger than the ceiling. */
  List<Item<T>> oversized() {
    return oversized;
  }

  void forgetOversized() {
    oversized = List.of();
  }

  /**
   * Evicts what is too much, then admits.
   *
   * @param one only one system, into an empty batch: a trial
   */
  Plan<T> plan(boolean one) {
    single = one;
    begin(() -> {}, true);
    evict(Preemption.overflow(batch, cap.value()));
    fill();
    List<Item<T>> evicted = new ArrayList<>();
    for (Item<T> item : original) {
      if (item.evictedBy == plan) {
        evicted.add(item);
      }
    }
    return new Plan<>(evicted, admitted);
  }

  /** Admits and evicts nobody. */
  List<Item<T>> admit(Runnable more) {
    single = false;
    begin(more, false);
    fill();
    return List.copyOf(admitted);
  }

  private void begin(Runnable more, boolean mayEvict) {
    source = more;
    evicts = mayEvict;
    plan++;
    original = List.of();
    admitted = new ArrayList<>();
    oversized = new ArrayList<>();
    newRound();
  }

  private void newRound() {
    round++;
    passed.clear();
    before = batch.load();
    added = 0;
  }

  private void fill() {
    source.run();
    for (Level<T> level : queues.levels()) {
      newRound();
      if (level.waiting > 0 && !fill(level)) {
        return;
      }
    }
  }

  /** Answers whether lower levels may go on. */
  private boolean fill(Level<T> level) {
    while (true) {
      Item<T> due = level.nextDue();
      if (due != null) {
        if (isOversized(due)) {
          refuse(due);
        } else if (due.evictedBy != plan && (fits(due) || makeRoom(level, due))) {
          admit(due);
        } else {
          return false;
        }
        continue;
      }
      Line<T> line = level.next(round, batch.stay());
      if (line == null) {
        return true;
      }
      Item<T> item = choose(line);
      if (item == null) {
        item = makeRoom(level, line);
      }
      if (item != null) {
        admit(item);
      } else if (line.waiting > 0) {
        if (patience == 0) {
          return false;
        }
        line.blockedIn = round;
        passed.add(line);
      }
    }
  }

  /** One of the first few that fits. */
  private @Nullable Item<T> choose(Line<T> line) {
    if (nothingFits(line)) {
      return null;
    }
    double least = Double.POSITIVE_INFINITY;
    Item<T> best = null;
    Item<T> item = line.head;
    for (int seen = 0; item != null && seen < window; seen++) {
      Item<T> next = item.behind;
      if (isOversized(item)) {
        refuse(item);
        seen--;
      } else {
        least = item.exclusive() ? least : Math.min(least, item.scaler);
        if (item.evictedBy != plan && (best == null || item.scaler > best.scaler) && fits(item)) {
          best = item;
          if (!largest) {
            return best;
          }
        }
      }
      item = next;
    }
    line.least = least;
    return best;
  }

  /** Whether not even the least of those that are looked at fits, where that is known. */
  private boolean nothingFits(Line<T> line) {
    return !batch.isEmpty() && before + added + line.least > cap.value();
  }

  private boolean isOversized(Item<T> item) {
    return item.scaler > cap.ceiling() && !settings.oversizedAlone();
  }

  private void refuse(Item<T> item) {
    item.line.unlink(item);
    item.place = Item.Place.GONE;
    oversized.add(item);
  }

  private boolean fits(Item<T> item) {
    if (batch.isEmpty()) {
      return true;
    }
    return !single
        && !item.exclusive()
        && before + added + item.scaler <= cap.value()
        && !batch.isTaken();
  }

  /** The first of the first few for which residents of lower priority can make room. */
  private @Nullable Item<T> makeRoom(Level<T> level, Line<T> line) {
    if (!evicts || queues.isLowest(level)) {
      return null;
    }
    Preemption<T> preemption = Preemption.of(batch, level.priority, cap.value());
    Item<T> item = line.head;
    for (int seen = 0; item != null && seen < window; seen++) {
      if (item.evictedBy != plan && makeRoom(preemption, item)) {
        return item;
      }
      item = item.behind;
    }
    return null;
  }

  private boolean makeRoom(Level<T> level, Item<T> item) {
    return evicts
        && !queues.isLowest(level)
        && makeRoom(Preemption.of(batch, level.priority, cap.value()), item);
  }

  private boolean makeRoom(Preemption<T> preemption, Item<T> item) {
    List<Item<T>> victims = preemption.victims(item);
    if (victims.isEmpty()) {
      return false;
    }
    evict(victims);
    newRound();
    return true;
  }

  private void evict(List<Item<T>> victims) {
    if (victims.isEmpty()) {
      return;
    }
    if (original.isEmpty()) {
      original = List.copyOf(batch);
    }
    for (Item<T> item : batch.evict(victims)) {
      item.evictedBy = plan;
    }
  }

  private void admit(Item<T> item) {
    Line<T> line = item.line;
    // From the front: of those that become due now the first is first.
    for (Item<T> other = line.head; other != item && other != null; other = other.behind) {
      if (other.number < item.number) {
        line.level.overtake(other);
      }
    }
    for (Line<T> other : passed) {
      Item<T> head = other.head;
      if (head != null && other != line) {
        line.level.overtake(head);
      }
    }
    batch.join(item);
    line.unlink(item);
    added += item.scaler;
    admitted.add(item);
    source.run();
  }
}
