package dev.lehr.activities.forecast;

import dev.lehr.activities.ledger.StageGraph;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a stage will compute.
 *
 * @param id the stage's
 * @param kind its kind
 * @param after the stages that it follows
 * @param when its condition; empty: it is for all
 * @param shape how it looks at structures
 * @param phase in which it is, from 1
 * @param counts of structures by what becomes of them
 * @param ends how those end that are known, by status
 * @param evaluations what is computed
 * @param stepsEach of a structure that is relaxed, as in the past; empty where nothing is relaxed
 *     or there is no past
 * @param seconds about how long it takes, at most; empty where that is unknown
 * @param openEnded whether structures come besides that are not known yet, because a stage before
 *     makes them
 */
public record StageForecast(
    String id,
    String kind,
    List<String> after,
    String when,
    StageGraph.Shape shape,
    int phase,
    Counts counts,
    Map<String, Long> ends,
    Evaluations evaluations,
    OptionalDouble stepsEach,
    OptionalDouble seconds,
    boolean openEnded) {

  /**
   * Structures by what becomes of them in a stage.
   *
   * @param done in this campaign before
   * @param remembered computed before elsewhere, and taken from there
   * @param decided without an evaluation: by a condition, a filter, a comparison
   * @param compute to be computed
   * @param perhaps to be computed or decided, if the stages before let them come
   * @param stopped which do not come: a stage before does not let them through
   */
  public record Counts(
      long done, long remembered, long decided, long compute, long perhaps, long stopped) {}

  /**
   * What is computed.
   *
   * @param certain evaluations, each a single point, a relaxation, a run of dynamics or a program,
   *     of the structures that are to be computed
   * @param perhaps of those that perhaps come
   * @param about whether some of them are an estimate from others, or from structures before their
   *     relaxation
   */
  public record Evaluations(long certain, long perhaps, boolean about) {}

  /** Copies. */
  public StageForecast {
    after = List.copyOf(after);
    ends = Map.copyOf(ends);
  }
}
