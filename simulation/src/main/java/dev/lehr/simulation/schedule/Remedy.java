package dev.lehr.simulation.schedule;

import java.util.List;

/**
 * What to do after a forward pass that failed: the rungs of a ladder, each tried before the next.
 * The failed step is repeated afterwards with those that are left.
 *
 * @param <T> what owners know their systems by
 */
public sealed interface Remedy<T> {

  /** Give the device's cached memory back and repeat the step with the same systems. */
  record ReleaseCaches<T>() implements Remedy<T> {}

  /**
   * These leave the batch as they stand and wait in their queues again; the scheduler counts them
   * as waiting already.
   *
   * @param items in the order of the batch
   * @param cap the largest sum of scalers from now on
   */
  record Evict<T>(List<Item<T>> items, double cap) implements Remedy<T> {
    /** Takes a copy. */
    public Evict {
      items = List.copyOf(items);
    }
  }

  /**
   * This one was alone and failed, again after caches were released: it leaves the batch and stands
   * aside until it is known whether others fare better. The scheduler will answer {@link
   * Scheduler#condemned()} or {@link Remedy.GiveUp}.
   *
   * @param item the culprit
   */
  record SetAside<T>(Item<T> item) implements Remedy<T> {}

  /**
   * Whatever is run fails: it is not the systems, it is the device. Nothing is blamed; those that
   * stand aside and those in the batch wait as they are for another device.
   */
  record GiveUp<T>() implements Remedy<T> {}
}
