package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A file that could not be read any further after a whole frame answered twice under the name of
 * that frame, so that an intake refused the campaign for ids that repeat instead of setting one
 * structure aside.
 */
class TruncatedFileRegressionTest {

  /** A disk that fails, or the torn end of a gzip file. */
  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("torn");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("torn");
    }
  }

  @Test
  void whatIsMissingAtTheEndIsAStructureOfItsOwn() throws IOException {
    byte[] whole = "1\n\nH 0 0 0\n1\n\nH 0 0 0\n".getBytes(StandardCharsets.UTF_8);
    List<ReadResult> results = new ArrayList<>();
    try (StructureReader reader =
        StructureFiles.reader(
            StructureFormat.EXTXYZ,
            new SequenceInputStream(new ByteArrayInputStream(whole), new Broken()),
            "file",
            Optional.empty())) {
      reader.forEachRemaining(results::add);
    }
    assertThat(results)
        .extracting(ReadResult::source)
        .containsExactly("file#0", "file#1", "file#2");
    assertThat(results.get(2)).isInstanceOf(ReadResult.Rejected.class);
  }
}
