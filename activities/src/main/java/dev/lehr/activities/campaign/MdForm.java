package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.Velocities;
import dev.lehr.simulation.units.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An {@code md} stage in a campaign file and in the canonical form. */
final class MdForm {

  /** The largest number of steps. */
  static final long MOST_STEPS = 100_000_000;

  private static final double DEFAULT_TIMESTEP = 1;
  private static final long DEFAULT_STEPS = 1000;

  private MdForm() {}

  /**
   * Reads a stage.
   *
   * @param before the stage from which structures come; empty: they are as they were taken in
   */
  static StageSpec.Md read(Fields f, String id, Optional<StageSpec> before) {
    double timestep =
        f.has("timestep") ? EnsembleForm.femtoseconds(f, "timestep") : DEFAULT_TIMESTEP;
    Ensemble ensemble = EnsembleForm.read(f, timestep);
    if (!f.has("temperature")) {
      f.problem("temperature", "is missing, expected a temperature, such as 300 K");
    }
    double temperature =
        f.quantity("temperature", Dimension.TEMPERATURE, 300, 0, ensemble.hasBath());
    long steps = f.integer("steps", DEFAULT_STEPS, 1, MOST_STEPS);
    long averageAfter = f.integer("average_after", 0, 0, MOST_STEPS);
    if (averageAfter >= steps) {
      f.problem("average_after", "found " + averageAfter + ", expected less than steps, " + steps);
      averageAfter = 0;
    }
    return new StageSpec.Md(
        id,
        new DynamicsSettings(
            ensemble,
            temperature,
            timestep,
            steps,
            averageAfter,
            velocities(f, before),
            SamplingForm.read(f, steps - averageAfter)));
  }

  /** After dynamics they go on, else they are drawn. */
  private static Velocities velocities(Fields f, Optional<StageSpec> before) {
    Map<String, Velocities> words = new LinkedHashMap<>();
    for (Velocities v : Velocities.values()) {
      words.put(v.key(), v);
    }
    boolean follows = before.filter(StageSpec.Md.class::isInstance).isPresent();
    Velocities found =
        f.choice("velocities", words, follows ? Velocities.CONTINUE : Velocities.MAXWELL_BOLTZMANN);
    if (found == Velocities.CONTINUE && !follows) {
      f.problem(
          "velocities",
          "found 'continue', expected maxwell-boltzmann or file: "
              + (before.isEmpty()
                  ? "there is no stage before"
                  : "the stage before is no molecular dynamics"));
    }
    return found;
  }

  static void write(StageSpec.Md md, ObjectNode node) {
    DynamicsSettings d = md.dynamics();
    node.put("ensemble", d.ensemble().key()).put("temperature", d.temperature());
    node.put("timestep", d.timestep()).put("steps", d.steps());
    node.put("average_after", d.averageAfter());
    node.put("velocities", d.velocities().key());
    EnsembleForm.write(d.ensemble(), node);
    SamplingForm.write(d.sampling(), node);
  }
}
