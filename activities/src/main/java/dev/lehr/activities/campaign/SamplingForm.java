package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.dynamics.Sampling;
import dev.lehr.simulation.units.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What an {@code md} stage observes besides: {@code msd} and {@code rdf}. */
final class SamplingForm {

  private static final long DEFAULT_EVERY = 10;
  private static final int DEFAULT_BINS = 100;

  private SamplingForm() {}

  /**
   * Reads both.
   *
   * @param steps number of steps that count
   */
  static Sampling read(Fields f, long steps) {
    return new Sampling(displacements(f, steps), pairs(f, steps));
  }

  private static OptionalLong displacements(Fields f, long steps) {
    Fields msd = f.object("msd");
    if (!f.has("msd")) {
      return OptionalLong.empty();
    }
    OptionalLong every = OptionalLong.of(every(msd, steps));
    msd.end();
    return every;
  }

  private static Optional<PairSampling> pairs(Fields f, long steps) {
    Fields rdf = f.object("rdf");
    if (!f.has("rdf")) {
      return Optional.empty();
    }
    if (!rdf.has("r_max")) {
      f.problem("rdf", "has no r_max, expected a distance, such as r_max: 8 angstrom");
    }
    double rMax = rdf.quantity("r_max", Dimension.LENGTH, 1, 0, true);
    if (rMax > PairSampling.FARTHEST) {
      rdf.problem(
          "r_max",
          "found " + rMax + " angstrom, expected at most " + PairSampling.FARTHEST + " angstrom");
      rMax = 1;
    }
    int bins = (int) rdf.integer("bins", DEFAULT_BINS, 1, PairSampling.MOST_BINS);
    long every = every(rdf, steps);
    Map<String, Boolean> flag = new LinkedHashMap<>();
    flag.put("true", true);
    flag.put("false", false);
    boolean byElements = rdf.choice("by_elements", flag, false);
    rdf.end();
    return Optional.of(new PairSampling(rMax, bins, every, byElements));
  }

  private static long every(Fields f, long steps) {
    long every = f.integer("every", Math.min(DEFAULT_EVERY, steps), 1, MdForm.MOST_STEPS);
    if (every > steps) {
      f.problem(
          "every",
          "found " + every + ", expected at most the steps that are averaged over, " + steps);
    }
    return every;
  }

  static void write(Sampling sampling, ObjectNode node) {
    sampling.displacements().ifPresent(every -> node.putObject("msd").put("every", every));
    sampling
        .pairs()
        .ifPresent(
            p ->
                node.putObject("rdf")
                    .put("r_max", p.rMax())
                    .put("bins", p.bins())
                    .put("every", p.every())
                    .put("by_elements", p.byElements()));
  }
}
