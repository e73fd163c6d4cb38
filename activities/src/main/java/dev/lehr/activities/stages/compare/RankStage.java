package dev.lehr.activities.stages.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.StructureValues;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Ranks structures, rank 1 the best. Of equals the first in the campaign is the better one.
 *
 * @param by the score
 * @param isDescending whether the largest score is the best, not the lowest
 * @param keep how many go on; empty: all
 */
record RankStage(Expression by, boolean isDescending, OptionalInt keep) implements ComparisonStage {

  @Override
  public ObjectNode settings() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("by", by.source())
            .put("order", isDescending ? "descending" : "ascending");
    keep.ifPresent(n -> node.put("keep", n));
    return node;
  }

  @Override
  public Map<String, ValueType> values() {
    Map<String, ValueType> values = new LinkedHashMap<>();
    values.put("rank", ValueType.COUNT);
    values.put("score", ValueType.NUMBER);
    return values;
  }

  @Override
  public List<Step> decide(List<Candidate> candidates) {
    Step[] steps = new Step[candidates.size()];
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      int place = i;
      steps[i] =
          StructureValues.of(candidates.get(i))
              .with(
                  by,
                  // Zero of either sign is the same score.
                  score -> {
                    scored.add(new Scored(place, score + 0.0));
                    return Step.Done.found(Map.of("score", score));
                  });
    }
    Comparator<Scored> best = Comparator.comparingDouble(Scored::score);
    scored.sort(isDescending ? best.reversed() : best);
    for (int k = 0; k < scored.size(); k++) {
      steps[scored.get(k).place()] = step(k + 1, scored.get(k).score(), scored.size());
    }
    return List.of(steps);
  }

  private Step step(int rank, double score, int of) {
    if (keep.isPresent() && rank > keep.getAsInt()) {
      return new Step.Dropped(
          "not_among_best",
          "rank "
              + rank
              + " of "
              + of
              + " by '"
              + by
              + "' = "
              + score
              + ", kept are the best "
              + keep.getAsInt());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rank", rank);
    values.put("score", score);
    return Step.Done.found(values);
  }

  /** A structure's place among the candidates, and its score. */
  private record Scored(int place, double score) {}
}
