package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * A gzip file that was cut off after a whole frame answered twice under the name of that frame, so
 * that an intake refused the campaign for ids that repeat instead of setting one structure aside.
 */
class TruncatedFileRegressionTest {

  @Test
  void whatIsMissingAtTheEndIsAStructureOfItsOwn() throws IOException {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      text.append("1\n\nH ").append(random.nextDouble()).append(" 0 0\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    for (int cut = 1; cut < 60; cut++) {
      byte[] torn = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 500 * cut);
      List<ReadResult> results = ReadText.all(StructureFormat.EXTXYZ, torn, Optional.empty());
      assertThat(results).extracting(ReadResult::source).doesNotHaveDuplicates();
      assertThat(results.get(results.size() - 1)).isInstanceOf(ReadResult.Rejected.class);
    }
  }
}
