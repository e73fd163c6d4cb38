package dev.lehr.activities.forecast;

import dev.lehr.activities.campaign.StageRules;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Counts what becomes of structures in one stage. */
final class StageTally {

  private long done;
  private long remembered;
  private long decided;
  private long stopped;
  private final Part compute = new Part();
  private final Part perhaps = new Part();
  private final Map<String, Long> ends = new TreeMap<>();

  /** Structures that need an effort, of which some were asked about. */
  private static final class Part {
    /** Recipes may take a while to ask. */
    private static final int MOST_ASKED = 100;

    private long structures;
    private long asked;
    private Effort effort = Effort.NONE;

    void add(java.util.function.Supplier<Effort> of) {
      structures++;
      if (asked < MOST_ASKED) {
        asked++;
        effort = effort.plus(of.get());
      }
    }

    Effort all() {
      return effort.scaled(structures, asked);
    }
  }

  void done(TaskStatus status) {
    done++;
    end(status);
  }

  void remembered(TaskStatus status) {
    remembered++;
    end(status);
  }

  void decided(TaskStatus status) {
    decided++;
    end(status);
  }

  private void end(TaskStatus status) {
    ends.merge(status.key(), 1L, Long::sum);
  }

  void stopped() {
    stopped++;
  }

  void compute(java.util.function.Supplier<Effort> effort) {
    compute.add(effort);
  }

  void perhaps(java.util.function.Supplier<Effort> effort) {
    perhaps.add(effort);
  }

  StageForecast forecast(
      String id,
      String kind,
      StageRules rules,
      StageGraph.Shape shape,
      int phase,
      PastCosts past,
      boolean program,
      boolean openEnded) {
    Effort certain = compute.all();
    Effort others = perhaps.all();
    Effort together = certain.plus(others);
    boolean unknown = program && together.evaluations() > 0;
    return new StageForecast(
        id,
        kind,
        rules.after(),
        rules.when(),
        shape,
        phase,
        new StageForecast.Counts(
            done, remembered, decided, compute.structures, perhaps.structures, stopped),
        ends,
        new StageForecast.Evaluations(
            Math.round(certain.evaluations()),
            Math.round(others.evaluations()),
            together.guessed()),
        together.relaxedAtoms() > 0 ? past.stepsPerRelaxation() : OptionalDouble.empty(),
        unknown ? OptionalDouble.empty() : past.seconds(together),
        openEnded);
  }
}
