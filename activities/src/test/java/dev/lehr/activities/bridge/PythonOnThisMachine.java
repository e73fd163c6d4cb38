package dev.lehr.activities.bridge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The Python that tests use: any python3 does, since they need no package. */
final class PythonOnThisMachine {

  private PythonOnThisMachine() {}

  /** Its executable; the test is skipped where there is none. */
  static String executable() {
    String python = System.getenv().getOrDefault("LEHR_TEST_PYTHON", "python3");
    boolean runs;
    try {
      runs = new ProcessBuilder(python, "-c", "pass").start().waitFor() == 0;
    } catch (IOException e) {
      runs = false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assumeTrue(runs, "there is no " + python + " on this machine: the bridge is not tested");
    return python;
  }

  /** The Lennard-Jones of the tests. */
  static PythonSource lennardJones(String settings) {
    return new PythonSource(
        "plain_lj:LennardJones",
        PythonSource.Kind.PLAIN,
        settings,
        executable(),
        List.of(Path.of("src/test/resources/dev/lehr/bridge").toAbsolutePath()));
  }
}
