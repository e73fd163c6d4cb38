package dev.lehr.activities.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory outside the heap that the tensors of a forward look at; the next forward fills it anew.
 * For one thread at a time.
 */
final class TorchBuffers {

  private final List<ByteBuffer> buffers = new ArrayList<>();

  /** A buffer of one input with room for so many numbers of 8 bytes, empty. */
  ByteBuffer of(int slot, long numbers) {
    int bytes = Math.toIntExact(8 * numbers);
    while (buffers.size() <= slot) {
      buffers.add(ByteBuffer.allocate(0));
    }
    ByteBuffer buffer = buffers.get(slot);
    if (buffer.capacity() < bytes || !buffer.isDirect()) {
      int room = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(64L, bytes + bytes / 4L));
      buffer = ByteBuffer.allocateDirect(room).order(ByteOrder.nativeOrder());
      buffers.set(slot, buffer);
    }
    return buffer.clear().limit(bytes);
  }
}
