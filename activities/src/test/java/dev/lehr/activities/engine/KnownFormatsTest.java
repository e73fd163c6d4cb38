package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.files.NewerFormatException;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class KnownFormatsTest {

  private static PendingTask task(String id, Optional<byte[]> checkpoint) {
    return new PendingTask(
        new TaskKey(1, 0, 0),
        id,
        0,
        new byte[0],
        Optional.empty(),
        checkpoint.map(bytes -> new Checkpoint(bytes, 10, 2)));
  }

  /** A frame as every version writes it: kind, version, length, checksum, content. */
  private static byte[] ofVersion(int version) {
    byte[] content = {7, 8, 9};
    CRC32 crc = new CRC32();
    crc.update('C');
    crc.update(version);
    crc.update(content);
    return ByteBuffer.allocate(13)
        .put((byte) 'C')
        .put((byte) version)
        .putInt(content.length)
        .putInt((int) crc.getValue())
        .put(content)
        .array();
  }

  @Test
  void aCheckpointOfANewerVersionIsLeftAlone() {
    List<PendingTask> tasks =
        List.of(task("old", Optional.of(ofVersion(1))), task("new", Optional.of(ofVersion(2))));
    assertThatThrownBy(() -> KnownFormats.require(tasks))
        .isInstanceOf(NewerFormatException.class)
        .hasMessage(
            "the checkpoint of new: it was written by a newer version of Lehr, in format 2; this"
                + " version reads formats up to 1");
  }

  @Test
  void damageAndNothingAreTakenUp() {
    byte[] torn = ofVersion(1);
    torn[12] ^= 1;
    List<PendingTask> tasks =
        List.of(task("none", Optional.empty()), task("torn", Optional.of(torn)));
    assertThatCode(() -> KnownFormats.require(tasks)).doesNotThrowAnyException();
  }
}
