package dev.lehr.bench;

import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.TorchScriptModel;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.state.SimState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lehr's side of the comparison of forwards: whole evaluations of a TorchScript model, neighbour
 * lists, tensors and results included. Reads a number of evaluations a line from standard input and
 * answers with the seconds of each and the energy of the first system.
 */
public final class TorchForwards {

  private TorchForwards() {}

  /**
   * Serves until standard input ends.
   *
   * @param args the model's file, the systems' file, the number of threads
   */
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FixedThreadWorkers workers = new FixedThreadWorkers(Integer.parseInt(args[2]))) {
      TorchScriptModel model =
          TorchScriptModel.open(ModelFile.read(Path.of(args[0])), "cpu", Map.of(), workers);
      List<SimState> systems =
          SystemFile.read(Path.of(args[1])).stream().map(SystemFile.Entry::state).toList();
      SimState batch = SimState.concatenate(systems);
      ModelOutput output = new ModelOutput();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        StringBuilder times = new StringBuilder();
        for (int k = 0; k < Integer.parseInt(line.strip()); k++) {
          long start = System.nanoTime();
          model.evaluate(batch, output);
          times.append(times.isEmpty() ? "" : ", ").append((System.nanoTime() - start) * 1e-9);
        }
        System.out.printf(
            Locale.ROOT, "{\"seconds\": [%s], \"energy\": %.17g}%n", times, output.energy()[0]);
        System.out.flush();
      }
    }
  }
}
