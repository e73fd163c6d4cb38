package dev.lehr.activities.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.simulation.dynamics.Displacements;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Observable;
import dev.lehr.simulation.dynamics.Observables;
import dev.lehr.simulation.dynamics.PairDistribution;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.units.Units;
import java.util.function.IntToDoubleFunction;

/** What molecular dynamics saw, as properties of a result. Their size is bounded. */
final class DynamicsFields {

  /** 1 angstrom^2/fs in cm^2/s. */
  private static final double DIFFUSION_CM2_PER_S = 0.1;

  private DynamicsFields() {}

  static void put(ObjectNode p, DynamicsSettings settings, SimState system) {
    observables(p, Observables.of(system, 0));
    if (Displacements.areIn(system)) {
      displacements(p, Displacements.of(system, 0), settings.timestep());
    }
    settings
        .sampling()
        .pairs()
        .ifPresent(sampling -> pairs(p, PairDistribution.of(system, 0, sampling)));
  }

  /** Of the last step, and means and standard deviations; pressures have the kinetic part. */
  private static void observables(ObjectNode p, Observables seen) {
    p.put("md_samples", seen.samples());
    for (Observable o : Observable.values()) {
      boolean pressure = o == Observable.PRESSURE;
      String key = "md_" + (pressure ? "pressure_gpa" : o.key());
      double unit = pressure ? Units.GPA : 1;
      put(p, key, seen.last(o) / unit);
      put(p, key + "_mean", seen.mean(o) / unit);
      put(p, key + "_std", seen.standardDeviation(o) / unit);
    }
    put(p, "md_conserved_drift", seen.drift());
  }

  private static void displacements(ObjectNode p, Displacements seen, double timestep) {
    put(p, "md_diffusion_cm2_per_s", seen.diffusion(timestep) * DIFFUSION_CM2_PER_S);
    ObjectNode msd = p.putObject("md_msd");
    numbers(msd.putArray("time_fs"), seen.rows(), row -> seen.step(row) * timestep);
    numbers(msd.putArray("all"), seen.rows(), seen::all);
    int[] elements = seen.elements();
    for (int e = 0; e < elements.length && elements.length > 1; e++) {
      int element = e;
      numbers(
          msd.putArray(Elements.symbol(elements[e])), seen.rows(), row -> seen.of(element, row));
    }
  }

  private static void pairs(ObjectNode p, PairDistribution seen) {
    PairSampling sampling = seen.sampling();
    ObjectNode rdf = p.putObject("md_rdf");
    rdf.put("samples", seen.samples());
    numbers(rdf.putArray("r"), sampling.bins(), seen::r);
    double[] all = seen.all();
    numbers(rdf.putArray("all"), all.length, bin -> all[bin]);
    int[] elements = seen.elements();
    for (int a = 0; a < elements.length && sampling.byElements(); a++) {
      for (int b = a; b < elements.length; b++) {
        double[] g = seen.of(a, b);
        String key = Elements.symbol(elements[a]) + "-" + Elements.symbol(elements[b]);
        numbers(rdf.putArray(key), g.length, bin -> g[bin]);
      }
    }
  }

  private static void numbers(ArrayNode row, int n, IntToDoubleFunction value) {
    for (int i = 0; i < n; i++) {
      double x = value.applyAsDouble(i);
      if (Double.isFinite(x)) {
        row.add(x);
      } else {
        row.addNull();
      }
    }
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
