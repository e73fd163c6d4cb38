package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process gets SIGTERM while libtorch works in it: without a drain this is a crash. */
class ShutdownTest {

  private static final int TIMES = 3;

  @TempDir Path directory;

  @Test
  void aProcessThatIsToldToEndDuringForwardsEndsWithoutACrash() throws Exception {
    endInForwards(TestModels.path("lennard-jones.pt"), TestModels.path("lennard-jones-float32.pt"));
  }

  /** Without the drain, two of four such processes crashed. */
  @Tag("mlip")
  @Test
  void soDoesOneWithARealModel() throws Exception {
    String models = System.getenv("LEHR_MLIP_MODELS");
    Assumptions.assumeTrue(models != null, "needs LEHR_MLIP_MODELS");
    Path directory = Path.of(models);
    endInForwards(
        directory.resolve("sevennet-0-float32.pt"), directory.resolve("sevennet-0-float64.pt"));
  }

  private void endInForwards(Path... files) throws Exception {
    for (int time = 0; time < TIMES; time++) {
      Path log = directory.resolve("log" + time);
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:ErrorFile=" + directory.resolve("crash"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ForwardingChild.class.getName()));
      for (Path file : files) {
        command.add(file.toString());
      }
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      awaitForwards(child, log);
      child.destroy();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).as(Files.readString(log)).isEqualTo(143);
      assertThat(Files.exists(directory.resolve("crash"))).isFalse();
    }
  }

  private static void awaitForwards(Process child, Path log) throws Exception {
    for (int k = 0; k < 6000 && !Files.readString(log).contains("forwards"); k++) {
      assertThat(child.isAlive()).as(Files.readString(log)).isTrue();
      Thread.sleep(10);
    }
    Thread.sleep(50);
  }
}
