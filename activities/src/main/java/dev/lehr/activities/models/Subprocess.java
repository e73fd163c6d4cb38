package dev.lehr.activities.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What a program answered.
 *
 * @param exit its exit status
 * @param tail the last lines of what it wrote
 */
record Subprocess(int exit, List<String> tail) {

  private static final int KEPT = 15;

  /**
   * Runs a program to its end, in an environment where Python keeps to itself and to the CPU.
   *
   * @throws IOException where there is no such program
   * @throws InterruptedException where the thread is interrupted; the program is ended
   */
  static Subprocess run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().remove("PYTHONPATH");
    builder.environment().put("PYTHONNOUSERSITE", "1");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "");
    Process process = builder.start();
    try {
      ArrayDeque<String> tail = new ArrayDeque<>();
      try (BufferedReader reader =
          new BufferedReader(
              new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          tail.add(line);
          if (tail.size() > KEPT) {
            tail.remove();
          }
        }
      }
      return new Subprocess(process.waitFor(), List.copyOf(tail));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
