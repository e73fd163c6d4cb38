package dev.lehr.activities.forecast;

import dev.lehr.activities.stages.BarrierStage;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import java.util.ArrayList;
import java.util.List;

/** What a comparison decides, asked before the campaign runs; it computes nothing. */
final class Comparing {

  private Comparing() {}

  /** A decision about each candidate, in their order. */
  static List<Step> decide(BarrierStage stage, List<Candidate> candidates) {
    List<Step> steps = new ArrayList<>();
    List<Candidate> admitted = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Step step = stage.when().map(when -> when.judge(candidate)).orElseGet(() -> pass());
      steps.add(step);
      if (step instanceof Step.Done) {
        admitted.add(candidate);
      }
    }
    List<Step> decided = compare(stage, admitted);
    int next = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Done) {
        steps.set(i, decided.get(next));
        next++;
      }
    }
    return steps;
  }

  private static Step pass() {
    return Step.Done.found(java.util.Map.of());
  }

  private static List<Step> compare(BarrierStage barrier, List<Candidate> admitted) {
    if (!(barrier.stage() instanceof ComparisonStage stage)) {
      // It writes files and lets everybody pass.
      return admitted.stream().map(c -> pass()).toList();
    }
    try {
      List<Step> steps = stage.decide(admitted);
      if (steps.size() == admitted.size()) {
        return steps;
      }
    } catch (RuntimeException | LinkageError e) {
      // Refused below, as in a run.
    }
    return admitted.stream()
        .<Step>map(c -> new Step.Refused("stage_error", "the comparison cannot be made"))
        .toList();
  }
}
