package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.Ensemble.NptCRescale;
import dev.lehr.simulation.units.Dimension;
import dev.lehr.simulation.units.Units;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The ensemble of an {@code md} stage: thermostats and barostats. */
final class EnsembleForm {

  private static final Map<String, Ensemble> ENSEMBLES = new LinkedHashMap<>();

  static {
    for (Ensemble e :
        new Ensemble[] {
          Ensemble.nve(),
          Ensemble.nvtLangevin(),
          Ensemble.nvtNoseHoover(),
          Ensemble.nvtVRescale(),
          Ensemble.nptCRescale(0),
          anisotropic((NptCRescale) Ensemble.nptCRescale(0))
        }) {
      ENSEMBLES.put(e.key(), e);
    }
  }

  private EnsembleForm() {}

  private static NptCRescale anisotropic(NptCRescale e) {
    return new NptCRescale(
        NptCRescale.Scaling.ANISOTROPIC,
        e.externalPressure(),
        e.tau(),
        e.tauP(),
        e.isothermalCompressibility());
  }

  /**
   * The ensemble with every time filled in.
   *
   * @param timestep fs
   */
  static Ensemble read(Fields f, double timestep) {
    if (!f.has("ensemble")) {
      f.problem("ensemble", "is missing, expected one of " + String.join(", ", ENSEMBLES.keySet()));
    }
    Ensemble ensemble = f.choice("ensemble", ENSEMBLES, Ensemble.nve());
    if (f.has("tau") && !ensemble.hasBath()) {
      f.problem("tau", "is of a thermostat, and nve has none");
    }
    double tau = f.has("tau") ? femtoseconds(f, "tau") : defaultTau(ensemble, timestep);
    if (ensemble instanceof NptCRescale rescale) {
      return barostat(f, rescale, tau, timestep);
    }
    for (String key : new String[] {"pressure", "tau_p", "compressibility"}) {
      if (f.node(key) != null) {
        f.problem(key, "is of a barostat, and " + ensemble.key() + " has none");
      }
    }
    return withTau(ensemble, tau);
  }

  private static Ensemble barostat(Fields f, NptCRescale e, double tau, double timestep) {
    double pressure =
        f.quantity("pressure", Dimension.PRESSURE, 0, Double.NEGATIVE_INFINITY, false);
    double tauP = f.has("tau_p") ? femtoseconds(f, "tau_p") : rounded(1000 * timestep);
    double compressibility =
        f.quantity(
            "compressibility", Dimension.COMPRESSIBILITY, e.isothermalCompressibility(), 0, true);
    return new NptCRescale(
        e.scaling(),
        Units.fromGpa(rounded(Units.toGpa(pressure))),
        OptionalDouble.of(tau),
        OptionalDouble.of(tauP),
        rounded(compressibility * Units.GPA) / Units.GPA);
  }

  /** A time above 0, fs, without the rounding of the way through internal units. */
  static double femtoseconds(Fields f, String key) {
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
    boolean slow = ensemble instanceof Ensemble.NvtLangevin || ensemble instanceof NptCRescale;
    return rounded((slow ? 100 : 10) * timestep);
  }

  private static OptionalDouble tau(Ensemble ensemble) {
    if (ensemble instanceof Ensemble.NvtLangevin langevin && langevin.gamma().isPresent()) {
      return OptionalDouble.of(rounded(1 / langevin.gamma().getAsDouble()));
    }
    if (ensemble instanceof Ensemble.NvtNoseHoover chain) {
      return chain.tau();
    }
    if (ensemble instanceof NptCRescale rescale) {
      return rescale.tau();
    }
    return ensemble instanceof Ensemble.NvtVRescale rescale
        ? rescale.tau()
        : OptionalDouble.empty();
  }

  static void write(Ensemble ensemble, ObjectNode node) {
    tau(ensemble).ifPresent(tau -> node.put("tau", tau));
    if (ensemble instanceof NptCRescale e) {
      node.put("pressure", rounded(Units.toGpa(e.externalPressure())));
      e.tauP().ifPresent(tauP -> node.put("tau_p", tauP));
      node.put("compressibility", rounded(e.isothermalCompressibility() * Units.GPA));
    }
  }
}
