package dev.lehr.activities.djl;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;

/** A process with two threads that run forwards of half a second for ever. */
public final class ForwardingChild {

  private static final int SYSTEMS = 6000;

  private ForwardingChild() {}

  /** Does so, and says when it begins. */
  public static void main(String[] args) {
    List<SimState> systems = new ArrayList<>();
    for (int s = 0; s < SYSTEMS; s++) {
      systems.add(TestSystems.crystal(s, true, true, true));
    }
    for (String name : new String[] {"lennard-jones.pt", "lennard-jones-float32.pt"}) {
      TorchScriptModel model = TestModels.open(name);
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
