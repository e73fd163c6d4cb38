package dev.lehr.activities.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a process says on standard error into the log, and keeps the end of it. */
final class ErrorTail {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorTail.class);
  private static final int KEPT = 12;
  private static final int WIDEST = 300;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final Thread thread;

  ErrorTail(InputStream stream) {
    thread = new Thread(() -> drain(stream), "lehr-bridge-stderr");
    thread.setDaemon(true);
    thread.start();
  }

  private void drain(InputStream stream) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        LOG.debug("{}", line);
        keep(line);
      }
    } catch (IOException e) {
      LOG.debug("standard error of the model's process is gone: {}", e.getMessage());
    }
  }

  private synchronized void keep(String line) {
    lines.add(line.length() > WIDEST ? line.substring(0, WIDEST) + "..." : line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
  }

  /** The last lines, each on its own line and indented; empty where there was none. */
  String text() {
    try {
      // What a process said at its end may still be on its way.
      thread.join(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return lines.stream().map(line -> "\n    " + line).collect(Collectors.joining());
    }
  }
}
