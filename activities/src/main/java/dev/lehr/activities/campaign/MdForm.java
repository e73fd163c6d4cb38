package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.units.Dimension;
import dev.lehr.simulation.units.Units;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** An {@code md} stage in a campaign file and in the canonical form. */
final class MdForm {

  private static final double DEFAULT_TIMESTEP = 1;
  private static final long DEFAULT_STEPS = 1000;
  private static final long MOST_STEPS = 100_000_000;

  private MdForm() {}

  static StageSpec.Md read(Fields f, String id) {
    Map<String, Ensemble> ensembles = new LinkedHashMap<>();
    for (Ensemble e :
        new Ensemble[] {
          Ensemble.nve(), Ensemble.nvtLangevin(), Ensemble.nvtNoseHoover(), Ensemble.nvtVRescale()
        }) {
      ensembles.put(e.key(), e);
    }
    if (!f.has("ensemble")) {
      f.problem("ensemble", "is missing, expected one of " + String.join(", ", ensembles.keySet()));
    }
    Ensemble ensemble = f.choice("ensemble", ensembles, Ensemble.nve());
    if (!f.has("temperature")) {
      f.problem("temperature", "is missing, expected a temperature, such as 300 K");
    }
    boolean bath = !(ensemble instanceof Ensemble.Nve);
    double temperature = f.quantity("temperature", Dimension.TEMPERATURE, 300, 0, bath);
    double timestep = f.has("timestep") ? femtoseconds(f, "timestep") : DEFAULT_TIMESTEP;
    long steps = f.integer("steps", DEFAULT_STEPS, 1, MOST_STEPS);
    long averageAfter = f.integer("average_after", 0, 0, MOST_STEPS);
    if (averageAfter >= steps) {
      f.problem("average_after", "found " + averageAfter + ", expected less than steps, " + steps);
      averageAfter = 0;
    }
    if (f.has("tau") && !bath) {
      f.problem("tau", "is of a thermostat, and nve has none");
    }
    double tau = f.has("tau") ? femtoseconds(f, "tau") : defaultTau(ensemble, timestep);
    ensemble = withTau(ensemble, tau);
    return new StageSpec.Md(
        id, new DynamicsSettings(ensemble, temperature, timestep, steps, averageAfter));
  }

  /** A time above 0, fs, without the rounding of the way through internal units. */
  private static double femtoseconds(Fields f, String key) {
    double internal = f.quantity(key, Dimension.TIME, Units.FS, 0, true);
    return rounded(Units.toFs(internal));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(14)).doubleValue();
  }

  /** For Langevin dynamics the relaxation time is 1 over the friction. */
  private static Ensemble withTau(Ensemble ensemble, double tau) {
    if (ensemble instanceof Ensemble.NvtLangevin) {
      return new Ensemble.NvtLangevin(OptionalDouble.of(1 / tau));
    }
    if (ensemble instanceof Ensemble.NvtNoseHoover chain) {
      return new Ensemble.NvtNoseHoover(
          OptionalDouble.of(tau), chain.chainLength(), chain.chainSteps(), chain.sySteps());
    }
    return ensemble instanceof Ensemble.NvtVRescale
        ? new Ensemble.NvtVRescale(OptionalDouble.of(tau))
        : ensemble;
  }

  private static double defaultTau(Ensemble ensemble, double timestep) {
    return rounded((ensemble instanceof Ensemble.NvtLangevin ? 100 : 10) * timestep);
  }

  private static OptionalDouble tau(Ensemble ensemble) {
    if (ensemble instanceof Ensemble.NvtLangevin langevin && langevin.gamma().isPresent()) {
      return OptionalDouble.of(rounded(1 / langevin.gamma().getAsDouble()));
    }
    if (ensemble instanceof Ensemble.NvtNoseHoover chain) {
      return chain.tau();
    }
    return ensemble instanceof Ensemble.NvtVRescale rescale
        ? rescale.tau()
        : OptionalDouble.empty();
  }

  static void write(StageSpec.Md md, ObjectNode node) {
    DynamicsSettings d = md.dynamics();
    node.put("ensemble", d.ensemble().key()).put("temperature", d.temperature());
    node.put("timestep", d.timestep()).put("steps", d.steps());
    node.put("average_after", d.averageAfter());
    tau(d.ensemble()).ifPresent(tau -> node.put("tau", tau));
  }
}
