package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Memory of the process over many forwards of batches of different shapes. How many: {@code
 * -Dlehr.soak=100000}, or so many as fit in two hours. Another model: {@code
 * -Dlehr.soak.model=FILE}.
 */
@EnabledOnOs(OS.LINUX)
class SoakTest {

  private static final int PAGE = 4096;
  private static final long LARGEST_GROWTH = 48L << 20;
  private static final long TWO_HOURS_NANOS = 7200L * 1_000_000_000L;

  @Test
  void memoryIsFlatOverAThousandForwards() throws IOException {
    soak(1000);
  }

  @Tag("slow")
  @Test
  void memoryIsFlatOverForwardsOfMixedShapes() throws IOException {
    soak(Integer.getInteger("lehr.soak", 10_000));
  }

  private static void soak(int forwards) throws IOException {
    String file = System.getProperty("lehr.soak.model", "");
    TorchScriptModel model =
        file.isEmpty()
            ? TestModels.open("lennard-jones.pt")
            : TorchScriptModel.open(
                ModelFile.read(Path.of(file)), "cpu", Map.of(), Workers.serial());
    Random random = new Random(11);
    long start = System.nanoTime();
    long settled = 0;
    int done = 0;
    ModelOutput output = new ModelOutput();
    while (done < forwards && System.nanoTime() - start < TWO_HOURS_NANOS) {
      model.evaluate(batch(random), output);
      done++;
      if (done == forwards / 4) {
        settled = outsideTheHeap();
      }
    }
    long growth = outsideTheHeap() - settled;
    System.out.printf(
        "%d forwards in %.0f s: %d MiB resident beside the heap after a quarter, %+d KiB since%n",
        done, (System.nanoTime() - start) * 1e-9, settled >> 20, growth >> 10);
    assertThat(growth).isLessThan(LARGEST_GROWTH);
  }

  /** Java's heap may have grown meanwhile: that is the collector's affair. */
  private static long outsideTheHeap() throws IOException {
    System.gc();
    return residentBytes() - Runtime.getRuntime().totalMemory();
  }

  private static SimState batch(Random random) {
    List<SimState> systems = new ArrayList<>();
    int n = 1 + random.nextInt(12);
    for (int s = 0; s < n; s++) {
      List<SimState> kinds = TestSystems.kinds();
      systems.add(kinds.get(random.nextInt(kinds.size())));
    }
    return SimState.concatenate(systems);
  }

  private static long residentBytes() throws IOException {
    String[] words = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(words[1]) * PAGE;
  }
}
