package dev.lehr.activities.forecast;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What computing took in the past, with the same model in the same workspace.
 *
 * @param campaigns how many the figures are of
 * @param microsecondsPerAtomEvaluation of wall time; empty where there is no past
 * @param stepsPerRelaxation mean; empty likewise
 */
public record PastCosts(
    int campaigns,
    OptionalDouble microsecondsPerAtomEvaluation,
    OptionalDouble stepsPerRelaxation) {

  /** Nothing is known. */
  public static final PastCosts NONE =
      new PastCosts(0, OptionalDouble.empty(), OptionalDouble.empty());

  /** Of older campaigns no more can be learned. */
  private static final int MOST_CAMPAIGNS = 5;

  /** Of more structures of a campaign it would take too long to ask what its recipes evaluated. */
  private static final long MOST_STRUCTURES = 2_000;

  private static final int MOST_ASKED = 20;
  private static final Set<TaskStatus> COMPUTED =
      Set.of(TaskStatus.CONVERGED, TaskStatus.MAX_ITERATIONS);

  /** Sums over campaigns. */
  private static final class Sums {
    private int campaigns;
    private double seconds;
    private double atomEvaluations;
    private double relaxations;
    private double steps;
  }

  /** The costs of the newest campaigns with a model. */
  static PastCosts of(Ledger ledger, String modelDigest, ModelFacts facts) {
    Sums sums = new Sums();
    for (CampaignRow campaign : ledger.campaigns()) {
      if (campaign.modelDigest().equals(modelDigest) && sums.campaigns < MOST_CAMPAIGNS) {
        add(ledger, campaign, facts, sums);
      }
    }
    return new PastCosts(
        sums.campaigns,
        sums.atomEvaluations > 0
            ? OptionalDouble.of(1e6 * sums.seconds / sums.atomEvaluations)
            : OptionalDouble.empty(),
        sums.relaxations > 0
            ? OptionalDouble.of(sums.steps / sums.relaxations)
            : OptionalDouble.empty());
  }

  private static void add(Ledger ledger, CampaignRow campaign, ModelFacts facts, Sums sums) {
    SliceStats slices = ledger.sliceTotals(campaign.id());
    List<StageSpec> stages = stages(campaign);
    boolean asks = stages.stream().anyMatch(s -> recipe(s).isPresent());
    if (slices.wallSeconds() <= 0
        || stages.isEmpty()
        || (asks && campaign.structures() > MOST_STRUCTURES)) {
      return;
    }
    sums.campaigns++;
    // Shards that are open at the same time look at the same clock.
    long shards = Math.max(1, (campaign.structures() - 1) / campaign.shardSize() + 1);
    sums.seconds += slices.wallSeconds() / Math.min(shards, campaign.lanes());
    // The ledger counts steps; each structure was evaluated once before its first.
    sums.atomEvaluations += slices.atomSteps();
    for (int i = 0; i < stages.size(); i++) {
      StageSpec stage = stages.get(i);
      Optional<Recipe> recipe = recipe(stage);
      if (recipe.isPresent()) {
        sums.atomEvaluations += beginnings(ledger, campaign, i, recipe.get(), facts);
      } else if (!(stage instanceof StageSpec.Kind)) {
        ledger.forEachResult(campaign.id(), i, COMPUTED, false, row -> count(row, stage, sums));
      }
    }
  }

  private static void count(ResultRow row, StageSpec stage, Sums sums) {
    if (wasComputed(row)) {
      sums.atomEvaluations += row.nAtoms();
      if (stage instanceof StageSpec.Relax) {
        sums.relaxations++;
        sums.steps += row.iterations();
      }
    }
  }

  private static boolean wasComputed(ResultRow row) {
    return !row.detail().contains("computed before");
  }

  private static Optional<Recipe> recipe(StageSpec stage) {
    return stage instanceof StageSpec.Kind kind
            && kind.stage() instanceof RecipeStage recipe
            && !recipe.makesStructures()
        ? Optional.of(recipe.recipe())
        : Optional.empty();
  }

  /** Atoms of the evaluations that a recipe asked for, estimated from some structures. */
  private static double beginnings(
      Ledger ledger, CampaignRow campaign, int stage, Recipe recipe, ModelFacts facts) {
    double[] atoms = {0};
    long[] rows = {0, 0};
    ledger.forEachResult(
        campaign.id(),
        stage,
        COMPUTED,
        true,
        row -> {
          if (wasComputed(row)) {
            rows[0]++;
            if (rows[0] <= MOST_ASKED) {
              rows[1]++;
              atoms[0] += beginnings(row, recipe, facts);
            }
          }
        });
    return rows[1] == 0 ? 0 : atoms[0] * rows[0] / rows[1];
  }

  private static double beginnings(ResultRow row, Recipe recipe, ModelFacts facts) {
    try {
      Subject subject = new Subject(StructureCodec.decode(row.input().orElseThrow()), facts);
      if (recipe.next(subject, List.of()) instanceof Step.Evaluate first) {
        Effort effort = Effort.of(recipe, subject, first.jobs());
        return effort.atomSteps() + effort.relaxedAtoms();
      }
    } catch (DamagedBytesException | RuntimeException | LinkageError e) {
      // Not counted.
    }
    return 0;
  }

  private static List<StageSpec> stages(CampaignRow campaign) {
    try {
      CampaignDefinition definition = Blueprint.read(campaign.definition());
      return definition.stages();
    } catch (IllegalStateException e) {
      // Of a version that this one does not read: its times count, its steps do not.
      return List.of();
    }
  }

  /** About how long an effort takes, seconds; empty where that is unknown. */
  OptionalDouble seconds(Effort effort) {
    boolean relaxes = effort.relaxedAtoms() > 0;
    if (effort.atomSteps() == 0 && !relaxes) {
      return OptionalDouble.of(0);
    }
    if (microsecondsPerAtomEvaluation.isEmpty() || (relaxes && stepsPerRelaxation.isEmpty())) {
      return OptionalDouble.empty();
    }
    double steps = effort.atomSteps() + effort.relaxedAtoms() * (1 + stepsPerRelaxation.orElse(0));
    return OptionalDouble.of(1e-6 * microsecondsPerAtomEvaluation.getAsDouble() * steps);
  }
}
