package dev.lehr.activities.djl;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.state.SimState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process with a thread for each of some model files that runs forwards for ever. */
public final class ForwardingChild {

  private static final int SYSTEMS = 20;

  private ForwardingChild() {}

  /**
   * Does so, and says when it begins.
   *
   * @param args the files
   */
  public static void main(String[] args) {
    List<SimState> systems = new ArrayList<>();
    for (int s = 0; s < SYSTEMS; s++) {
      systems.add(TestSystems.crystal(s, true, true, true));
    }
    for (String file : args) {
      TorchScriptModel model =
          TorchScriptModel.open(
              ModelFile.read(Path.of(file)), "cpu", Map.of(), new FixedThreadWorkers(2));
      SimState batch = SimState.concatenate(systems);
      ModelOutput output = new ModelOutput();
      model.evaluate(batch, output);
      Thread thread =
          new Thread(
              () -> {
                while (true) {
                  model.evaluate(batch, output);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("forwards");
    while (true) {
      try {
        Thread.sleep(1000);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
