package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of what a program printed, for people. */
final class OutputTail {

  private static final int BYTES = 2000;
  private static final int LINES = 10;

  private OutputTail() {}

  /** {@code "; its last lines: ..."} of the first file that has any; else nothing. */
  static String of(Path... files) {
    for (Path file : files) {
      List<String> lines = end(file).lines().filter(l -> !l.isBlank()).toList();
      if (!lines.isEmpty()) {
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        return "; last lines of " + file.getFileName() + ":\n" + String.join("\n", last);
      }
    }
    return "";
  }

  /** Nothing where the program has removed the file. */
  private static String end(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until full, or the end
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    } catch (IOException e) {
      return "";
    }
  }
}
