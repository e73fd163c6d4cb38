package dev.lehr.activities.files;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a supplier answers, until it answers nothing, as an iterator. */
final class Lookahead implements Iterator<ReadResult> {

  private final Supplier<Optional<ReadResult>> supplier;
  private @Nullable ReadResult next;
  private boolean ended;

  Lookahead(Supplier<Optional<ReadResult>> supplier) {
    this.supplier = supplier;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = supplier.get().orElse(null);
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public ReadResult next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    ReadResult result = next;
    next = null;
    return result;
  }
}
