package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.run.Optimization;
import dev.lehr.simulation.run.OptimizationBuilder;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.List;
import java.util.Locale;

/**
 * How a recipe relaxes, by L-BFGS.
 *
 * @param freedom what moves
 * @param fmax bound on the largest force, eV/angstrom
 * @param smax bound on the largest component of stress where the cell moves, GPa
 * @param maxSteps steps after which it has failed
 */
public record Relaxing(Freedom freedom, double fmax, double smax, long maxSteps) {

  /** What moves. */
  public enum Freedom {
    /** Nothing: structures are taken as they are. */
    NONE,
    /** Atoms, in a fixed cell. */
    ATOMS,
    /** Atoms and the cell. */
    CELL;

    /** The word in campaign files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where a bound is not above 0
   */
  public Relaxing {
    if (!(fmax > 0) || !(smax > 0) || maxSteps < 0) {
      throw new IllegalArgumentException(
          "found fmax "
              + fmax
              + ", smax "
              + smax
              + ", max steps "
              + maxSteps
              + ", expected above 0");
    }
  }

  /** To 1e-4 eV/angstrom and 0.005 GPa in at most 1000 steps: what studies of crystals ask for. */
  public static Relaxing tightly(Freedom freedom) {
    return new Relaxing(freedom, 1e-4, 0.005, 1000);
  }

  /**
   * The relaxation.
   *
   * @throws IllegalStateException where nothing moves
   */
  Optimization optimization() {
    if (freedom == Freedom.NONE) {
      throw new IllegalStateException("nothing moves");
    }
    OptimizationBuilder builder =
        Optimization.builder()
            .optimizer(LbfgsSettings.defaults(FireSettings.Flavour.ASE))
            .fmax(fmax)
            .maxSteps(maxSteps);
    return freedom == Freedom.CELL
        ? builder.relaxCell().smax(Units.fromGpa(smax)).build()
        : builder.build();
  }

  /** The round of one job that relaxes a subject before it is studied. */
  Step.Evaluate round(Structure subject) {
    Child child = Child.of(subject, "relaxed", subject);
    return new Step.Evaluate(List.of(new Job(child.name(), child.structure(), optimization())));
  }

  /** The relaxed subject under its own name, or why there is none. */
  static Parent parent(Structure subject, Outcome outcome) {
    if (outcome instanceof Outcome.Computed c) {
      return new Parent.Ready(c.structure().toBuilder().id(subject.id()).build());
    }
    Outcome.Failed f = (Outcome.Failed) outcome;
    String detail = f.detail().isEmpty() ? "" : ", " + f.detail();
    return new Parent.Missing(
        new Step.Refused(
            "not_relaxed",
            "the relaxation before the study failed: "
                + f.reason()
                + detail
                + "; expected it to converge: relax the structure in a stage before this one"));
  }

  /** What came of a relaxation. */
  sealed interface Parent {
    /** It can be studied. */
    record Ready(Structure structure) implements Parent {}

    /** It cannot. */
    record Missing(Step.Refused why) implements Parent {}
  }
}
