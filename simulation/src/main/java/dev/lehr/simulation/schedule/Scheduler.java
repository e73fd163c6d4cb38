package dev.lehr.simulation.schedule;

import java.util.Collections;
import java.util.List;

/**
 * Decides who is in the batch. Events go in ({@link #submit}, {@link #left}, {@link #resize},
 * {@link #stepped}, {@link #failed}), decisions come out ({@link #plan}, {@link Remedy}).
 *
 * <p>Who is admitted:
 *
 * <ul>
 *   <li>Higher priorities first. Where a system fits only in the place of residents of lower
 *       priority these are evicted, no more of them than needed, of the lowest priority the
 *       youngest first.
 *   <li>Among customers of a priority the one that has used least, and will by its residents:
 *       scaler times steps over weight. Who comes or comes back starts at the least of those that
 *       are there. Where nothing of it fits the next is tried, but only as often as the packing is
 *       patient (64 times where that is first in, first out): then its first is due.
 *   <li>Of a customer's queue what {@link Packing} says. With look-ahead <b>a system is overtaken
 *       by at most {@code patience} different systems of its customer that were submitted after it:
 *       </b> each one that is admitted while it waits is counted, and at {@code patience} it is
 *       due: then nothing else of its priority or below is admitted until it fits, which it does at
 *       the latest in the empty batch.
 *   <li>A system that must be alone, or is larger than the cap but not than the ceiling, fits only
 *       in an empty batch, and nobody joins it. It is overtaken like any that does not fit, so the
 *       batch drains for it once it is due.
 *   <li>Evicted systems go back to their queue, before all that were submitted after them, and keep
 *       their counts. The plan that evicted one does not admit it.
 * </ul>
 *
 * <p>Pure and deterministic: no clock, no thread, no device. Not thread-safe. A decision takes time
 * in proportion to the window and, where somebody joins or leaves, to the size of the batch; not to
 * the number of those that wait.
 *
 * @param <T> what owners know their systems by
 */
public final class Scheduler<T> {

  private final Queues<T> queues;
  private final Batch<T> batch = new Batch<>();
  private final List<Item<T>> residents = Collections.unmodifiableList(batch);
  private final Plan<T> nothing = new Plan<>(List.of(), List.of());
  private final Cap cap;
  private final Admission<T> admission;
  private final Ladder<T> ladder;

  /** Whether a plan could differ from the last one. */
  private boolean changed = true;

  /** An empty batch and empty queues. */
  public Scheduler(SchedulerSettings settings) {
    queues =
        new Queues<>(Admission.window(settings.packing()), Admission.patience(settings.packing()));
    cap = new Cap(settings);
    admission = new Admission<>(settings, queues, batch, cap);
    ladder = new Ladder<>(batch, queues, cap);
  }

  /**
   * Puts a system at the end of its customer's queue.
   *
   * @param scaler what it adds to the sum that the cap limits; what is not a number fits nowhere
   * @param alone whether it must have the batch for itself
   */
  public Item<T> submit(T tag, Customer customer, double scaler, boolean alone) {
    return submit(tag, customer, scaler, alone, 0);
  }

  /**
   * The same for one that has waited before, when a run was written down.
   *
   * @param overtaken its {@link Item#overtaken()} then
   */
  public Item<T> submit(T tag, Customer customer, double scaler, boolean alone, int overtaken) {
    Item<T> item = queues.make(tag, customer, scaler, alone);
    item.overtaken = overtaken;
    item.line.addLast(item);
    changed = true;
    return item;
  }

  /**
   * Puts a system at the end of the batch, whatever the cap: one that was in it when a run was
   * written down.
   */
  public Item<T> place(T tag, Customer customer, double scaler, boolean alone) {
    Item<T> item = queues.make(tag, customer, scaler, alone);
    batch.join(item);
    changed = true;
    return item;
  }

  /** Takes a system out of the queue, or from aside; {@code false} where it does not wait. */
  public boolean withdraw(Item<T> item) {
    boolean waits =
        switch (item.place) {
          case WAITING -> {
            item.line.unlink(item);
            yield true;
          }
          case ASIDE -> ladder.withdraw(item);
          default -> false;
        };
    if (waits) {
      item.place = Item.Place.GONE;
      changed = true;
    }
    return waits;
  }

  /**
   * A resident is done or was taken out: it is gone.
   *
   * @throws IllegalArgumentException where it is not in the batch
   */
  public void left(Item<T> item) {
    if (item.place != Item.Place.RESIDENT) {
      throw new IllegalArgumentException("a system left that is not in the batch: " + item.tag());
    }
    batch.leave(item, Item.Place.GONE);
    changed = true;
  }

  /** One that had to be alone may have company from now on. */
  public void share(Item<T> item) {
    item.alone = false;
    changed = true;
  }

  /**
   * A system's scaler has changed, of a resident or a waiting one. Where the residents have grown
   * above the cap the next {@link #plan} evicts some, but never the last one.
   */
  public void resize(Item<T> item, double scaler) {
    double size = Double.isNaN(scaler) ? Double.POSITIVE_INFINITY : scaler;
    if (size == item.scaler) {
      return;
    }
    if (item.place == Item.Place.RESIDENT) {
      item.line.resized(item.scaler, size);
      batch.resized();
    }
    item.scaler = size;
    item.line.least = Double.NaN;
    changed = true;
  }

  /**
   * A new ceiling for the sum of scalers, from a user or a memory model. The cap follows it; one
   * that was lowered for want of memory stays where it is and grows towards it.
   */
  public void ceiling(double ceiling) {
    cap.ceiling(ceiling);
    queues.forgetLeast();
    changed = true;
  }

  /** The largest that the cap may be. */
  public double ceiling() {
    return cap.ceiling();
  }

  /**
   * What is to change in the batch now; it counts as changed with this call. Nobody joins while a
   * failed step has not been repeated.
   *
   * <p>A waiting system above the ceiling that may not run alone is not admitted: it is answered by
   * {@link #oversized()}.
   */
  public Plan<T> plan() {
    admission.forgetOversized();
    if (ladder.holds()) {
      return nothing;
    }
    if (ladder.retries()) {
      changed = true;
    }
    if (!changed) {
      return nothing;
    }
    Plan<T> plan = admission.plan(ladder.isTrying());
    changed = !plan.isEmpty();
    return plan;
  }

  /**
   * Fills the batch as {@link #plan} does, from queues that are filled as they are emptied, and
   * evicts nobody.
   *
   * @param more called before each decision; may {@link #submit}
   * @return those that join, in order
   */
  public List<Item<T>> admit(Runnable more) {
    List<Item<T>> joined = admission.admit(more);
    changed = false;
    return joined;
  }

  /** Whether nothing has happened that could change what the last answer was. */
  public boolean isSettled() {
    return !changed;
  }

  /** Those that the last {@link #plan} found larger than the ceiling; they are gone. */
  public List<Item<T>> oversized() {
    return Collections.unmodifiableList(admission.oversized());
  }

  /** A forward pass went well with the present residents. */
  public void stepped() {
    if (batch.isEmpty()) {
      return;
    }
    queues.stepped();
    batch.stepped();
    changed |= ladder.stepped();
    changed |= cap.stepped();
  }

  /**
   * A forward pass failed with the present residents.
   *
   * <p>An incident is a row of failures without a {@link #stepped()} between. First caches are
   * released; then the youngest leaves; then half of the batch, again and again, those first that
   * are suspects from incidents before; one that fails alone, also after caches were released,
   * stands aside and others are tried, one at a time. After the next clean step those aside are
   * {@link #condemned()} and the cap is again what it was before them. Where eight fail alone
   * without a clean step between, or three that are all there is and no step has ever been clean,
   * the answer is {@link Remedy.GiveUp}. Where there is nothing else to try, one that stands aside
   * is tried alone once more and is condemned where it fails again: nothing else could tell.
   *
   * <p>An incident has at most {@code floor(log2 n) + 22} failures, n the batch that it began with.
   * Those that left last before a step went well are suspects until they have been in a clean step.
   * One that always makes a step fail is suspected more each time; it runs alone after the third
   * incident in which it was the only one that left last, and after the eighth in any case. So one
   * such system costs at most 8 incidents; several confuse the trail of each other, and cost some
   * more.
   *
   * @param memory whether for want of memory; else for a reason of the model's own, for which
   *     neither caches are released nor the cap is lowered
   * @throws IllegalStateException where nobody is in the batch
   */
  public Remedy<T> failed(boolean memory) {
    changed = true;
    return ladder.failed(memory);
  }

  /**
   * Those that stood aside and are to blame after all, since others have gone well: they are gone
   * with this call.
   */
  public List<Item<T>> condemned() {
    return ladder.condemned();
  }

  /** The residents in the order of the batch; a view. */
  public List<Item<T>> residents() {
    return residents;
  }

  /** Number of waiting systems. */
  public int waiting() {
    return queues.waiting();
  }

  /** Largest sum of scalers at present. */
  public double cap() {
    return cap.value();
  }

  /** Sum of the residents' scalers, left to right. */
  public double load() {
    return batch.load();
  }
}
