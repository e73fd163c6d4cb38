package dev.lehr.simulation.autobatch;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * Counts that are raised in every step, which a list of boxed integers would make anew each time.
 */
final class Tally extends AbstractList<Integer> implements RandomAccess {

  private int[] counts = new int[16];
  private int size;

  /** Raises one by one; returns what it is now. */
  int raise(int index) {
    return ++counts[index];
  }

  @Override
  public Integer get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return counts[index];
  }

  @Override
  public Integer set(int index, Integer count) {
    Integer before = get(index);
    counts[index] = count;
    return before;
  }

  @Override
  public boolean add(Integer count) {
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, 2 * size);
    }
    counts[size++] = count;
    return true;
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public int size() {
    return size;
  }
}
