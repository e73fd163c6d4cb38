package dev.lehr.activities.run;

import dev.lehr.activities.engine.FoundValues;
import dev.lehr.activities.engine.LogContext;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.CandidateRow;
import dev.lehr.activities.ledger.Decision;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.stages.BarrierStage;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.Formulas;
import dev.lehr.activities.stages.OutputStage;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.run.MovedStructure;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done at the end of a phase. Doing it again, after a crash in the middle or for
 * nothing, decides about what is still open, and the same as before.
 */
final class PhaseCloser {

  private static final Logger LOG = LoggerFactory.getLogger(PhaseCloser.class);

  /** Decisions in one transaction. */
  private static final int CHUNK = 1_000;

  private static final ModelFacts NO_MODEL =
      new ModelFacts("no model", Double.POSITIVE_INFINITY, false);

  private final Ledger ledger;
  private final Path workspace;
  private final BarrierStages stages;

  PhaseCloser(Ledger ledger, Path workspace, BarrierStages stages) {
    this.ledger = ledger;
    this.workspace = workspace;
    this.stages = stages;
  }

  /** A candidate, and what the ledger has of it. */
  private record Come(CandidateRow row, Candidate candidate) {}

  /** Closes a phase; answers how many structures were decided about. */
  long close(CampaignRow campaign, int phase) {
    long decided = 0;
    for (int index : campaign.graph().barriers().get(phase)) {
      decided +=
          new LogContext()
              .with(LogContext.CAMPAIGN, campaign.name())
              .with(LogContext.STAGE, campaign.stages().get(index))
              .get(() -> close(campaign, stages.of(campaign, index)));
    }
    return decided;
  }

  private long close(CampaignRow campaign, BarrierStage stage) {
    boolean compares = !(stage.stage() instanceof RecipeStage);
    boolean arrays = needsStructures(stage);
    List<Come> come = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    ledger.forEachCandidate(
        campaign.id(),
        stage.index(),
        arrays,
        row -> {
          // What makes structures looks at each by itself; what was decided stands.
          if (compares || row.status() == TaskStatus.PENDING) {
            Optional<Candidate> candidate = candidate(row, decisions);
            candidate.ifPresent(c -> come.add(new Come(row, c)));
          }
        });
    List<Come> admitted = new ArrayList<>();
    for (Come c : come) {
      Optional<Step> no =
          stage
              .when()
              .map(when -> when.judge(c.candidate()))
              .filter(step -> !(step instanceof Step.Done));
      if (no.isPresent()) {
        decisions.add(decision(c.row(), no.get(), List.of()));
      } else {
        admitted.add(c);
      }
    }
    decide(stage, admitted, decisions);
    List<Decision> open = onlyOpen(come, decisions);
    if (stage.stage() instanceof OutputStage output && !open.isEmpty()) {
      write(campaign, stage, output);
    }
    for (int from = 0; from < open.size(); from += CHUNK) {
      ledger.decide(
          campaign.id(), stage.index(), open.subList(from, Math.min(open.size(), from + CHUNK)));
    }
    return open.size();
  }

  private static boolean needsStructures(BarrierStage stage) {
    return stage.stage() instanceof RecipeStage
        || (stage.stage() instanceof ComparisonStage comparison && comparison.needsStructures());
  }

  private void write(CampaignRow campaign, BarrierStage stage, OutputStage output) {
    Path directory =
        workspace
            .resolve("exports")
            .resolve(campaign.name() + "@" + campaign.revision())
            .resolve(stage.id());
    try {
      output.write(ledger, campaign, stage.index(), stage.model(), directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "stage " + stage.id() + " cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  private static List<Decision> onlyOpen(List<Come> come, List<Decision> decisions) {
    java.util.Set<Long> closed = new java.util.HashSet<>();
    come.forEach(
        c -> {
          if (c.row().status() != TaskStatus.PENDING) {
            closed.add(c.row().structure());
          }
        });
    return decisions.stream().filter(d -> !closed.contains(d.structure())).toList();
  }

  private void decide(BarrierStage stage, List<Come> admitted, List<Decision> decisions) {
    if (stage.stage() instanceof ComparisonStage comparison) {
      List<Step> steps = steps(stage, comparison, admitted);
      for (int i = 0; i < admitted.size(); i++) {
        decisions.add(decision(admitted.get(i).row(), steps.get(i), List.of()));
      }
    } else if (stage.stage() instanceof RecipeStage recipe) {
      for (Come c : admitted) {
        decisions.add(make(stage, recipe, c));
      }
    } else {
      Step done = Step.Done.found(Map.of());
      admitted.forEach(c -> decisions.add(decision(c.row(), done, List.of())));
    }
  }

  private static List<Step> steps(
      BarrierStage stage, ComparisonStage comparison, List<Come> admitted) {
    try {
      List<Step> steps = comparison.decide(admitted.stream().map(Come::candidate).toList());
      if (steps.size() != admitted.size()) {
        throw new IllegalStateException(
            "it decided about " + steps.size() + " of " + admitted.size() + " structures");
      }
      return steps;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("stage {} cannot decide", stage.id(), e);
      Step refused = new Step.Refused("stage_error", String.valueOf(e.getMessage()));
      return admitted.stream().map(c -> refused).toList();
    }
  }

  private static Decision make(BarrierStage stage, RecipeStage recipe, Come c) {
    Structure structure = c.candidate().structure().orElseThrow();
    Step step;
    try {
      step =
          recipe.recipe().next(new Subject(structure, NO_MODEL, c.candidate().found()), List.of());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("stage {} cannot go on with {}", stage.id(), structure.id(), e);
      step = new Step.Refused("stage_error", String.valueOf(e.getMessage()));
    }
    if (step instanceof Step.Evaluate) {
      step =
          new Step.Refused(
              "stage_error", "a stage that makes structures asked for evaluations, expected none");
    }
    List<StructureRow> rows = new ArrayList<>();
    if (step instanceof Step.Done done) {
      List<Child> children = new ArrayList<>(done.children());
      if (children.isEmpty() && done.structure().isPresent()) {
        children.add(Child.of(structure, stage.id(), done.structure().get()));
      }
      children.forEach(child -> rows.add(row(structure, child)));
    }
    return decision(c.row(), step, rows);
  }

  private static StructureRow row(Structure parent, Child child) {
    Structure s = child.structure();
    return new StructureRow(
        s.id(),
        s.contentDigest(),
        "made of " + parent.id(),
        s.nAtoms(),
        s.formula(),
        StructureCodec.encode(s),
        Optional.empty());
  }

  private static Optional<Candidate> candidate(CandidateRow row, List<Decision> decisions) {
    try {
      Optional<Structure> structure = Optional.empty();
      if (row.input().isPresent()) {
        Structure input = StructureCodec.decode(row.input().get());
        structure =
            Optional.of(
                row.state().isPresent()
                    ? MovedStructure.of(input, StateCodec.decode(row.state().get()))
                    : input);
      }
      return Optional.of(
          new Candidate(
              row.id(),
              Formulas.composition(row.formula()),
              structure,
              FoundValues.of(row.found())));
    } catch (DamagedBytesException e) {
      Step refused =
          new Step.Refused("damaged_record", "the ledger's copy is damaged: " + e.getMessage());
      decisions.add(decision(row, refused, List.of()));
      return Optional.empty();
    }
  }

  private static Decision decision(CandidateRow row, Step step, List<StructureRow> children) {
    if (step instanceof Step.Done done) {
      return new Decision(
          row.structure(),
          row.generation(),
          TaskStatus.CONVERGED,
          "",
          "",
          FoundValues.json(done.values()),
          children);
    }
    if (step instanceof Step.Dropped no) {
      return ended(row, TaskStatus.FILTERED, no.reason(), no.detail());
    }
    if (step instanceof Step.Refused no) {
      return ended(row, TaskStatus.FAILED, no.reason(), no.detail());
    }
    return ended(
        row, TaskStatus.FAILED, "stage_error", "it asked for evaluations, expected a decision");
  }

  private static Decision ended(CandidateRow row, TaskStatus status, String reason, String detail) {
    return new Decision(
        row.structure(),
        row.generation(),
        status,
        reason,
        detail,
        FoundValues.json(Map.of()),
        List.of());
  }
}
