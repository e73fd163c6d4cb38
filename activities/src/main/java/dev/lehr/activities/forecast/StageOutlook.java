package dev.lehr.activities.forecast;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.commands.CommandStage;
import dev.lehr.activities.engine.Foresight;
import dev.lehr.activities.engine.FoundValues;
import dev.lehr.activities.engine.StagePlan;
import dev.lehr.activities.engine.Work;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.forecast.Standing.State;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.Remembered;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.TaskContext;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.activities.stages.BarrierStage;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.Formulas;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Looks at structures as a stage will, and notes how they stand in it afterwards. */
final class StageOutlook {

  /** What the ledger has of a structure in a stage of this campaign. */
  private record Row(TaskStatus status, String properties) {}

  private final CampaignDefinition definition;
  private final Blueprint blueprint;
  private final StageGraph graph;
  private final ModelFacts facts;
  private final ModelIdentity identity;
  private final Optional<Ledger> ledger;
  private final Optional<CampaignRow> campaign;
  private final Foresight foresight;
  private final StagePlan plan;
  private final Map<Integer, Map<String, Row>> rows = new HashMap<>();

  StageOutlook(
      CampaignDefinition definition,
      Blueprint blueprint,
      Model model,
      Optional<Ledger> ledger,
      Optional<CampaignRow> campaign) {
    this.definition = definition;
    this.blueprint = blueprint;
    this.graph = blueprint.graph();
    this.facts = ModelFacts.of(model);
    this.identity = ModelIdentity.of(model);
    this.ledger = ledger;
    this.campaign = campaign;
    this.foresight = new Foresight(this::remembered, model);
    this.plan =
        blueprint.plan(
            0,
            model.digest(),
            IntStream.range(0, graph.size())
                .filter(i -> graph.node(i).shape() == StageGraph.Shape.EACH)
                .boxed()
                .toList());
  }

  /** Whether a stage runs a program of the user's, whose costs nobody knows. */
  boolean isProgram(int stage) {
    return definition.stages().get(stage) instanceof StageSpec.Kind kind
        && kind.stage() instanceof CommandStage;
  }

  private Optional<Remembered> remembered(String digest) {
    try {
      return ledger.flatMap(l -> l.remembered(digest));
    } catch (LedgerException e) {
      return Optional.empty();
    }
  }

  private Map<String, Row> rows(int stage) {
    return rows.computeIfAbsent(
        stage,
        i -> {
          Map<String, Row> found = new HashMap<>();
          campaign.ifPresent(
              c ->
                  ledger
                      .orElseThrow()
                      .forEachResult(
                          c.id(),
                          i,
                          Set.of(),
                          false,
                          row -> found.put(row.id(), new Row(row.status(), row.properties()))));
          return found;
        });
  }

  private Optional<Row> ended(int stage, Traveller t) {
    return Optional.ofNullable(rows(stage).get(t.id())).filter(row -> row.status().isTerminal());
  }

  /** Whether a structure comes to a stage; an empty answer: that is open. */
  private Optional<Boolean> comes(int stage, Traveller t) {
    boolean open = false;
    for (int before : graph.node(stage).after()) {
      if (before == graph.origin(stage)) {
        continue;
      }
      Standing there = t.at(before);
      if (there.how() == Standing.How.STOPPED
          || (there.isKnown() && !graph.node(before).lets(there.status()))) {
        return Optional.of(false);
      }
      open |= !there.isKnown();
    }
    return open ? Optional.empty() : Optional.of(true);
  }

  /** A structure comes to a stage that looks at each by itself. */
  void each(int stage, Traveller t, StageTally tally) {
    StagePlan.Stage planned = plan.stage(stage);
    Optional<Row> row = ended(stage, t);
    if (row.isPresent() && row.get().status() == TaskStatus.SKIPPED) {
      tally.stopped();
      t.stands(stage, Standing.STOPPED);
      return;
    }
    Optional<Boolean> comes = comes(stage, t);
    if (row.isEmpty() && comes.isPresent() && !comes.get()) {
      tally.stopped();
      t.stands(stage, Standing.STOPPED);
      return;
    }
    Optional<PendingTask> task = comes.isPresent() ? task(stage, t) : Optional.<PendingTask>empty();
    if (row.isPresent()) {
      tally.done(row.get().status());
      State state = task.map(known -> recalled(known, planned)).orElseGet(State.Hidden::new);
      t.stands(stage, Standing.known(row.get().status(), row.get().properties(), state));
    } else if (task.isPresent()) {
      look(stage, t, task.get(), planned, tally);
    } else {
      tally.perhaps(() -> effortOfUnmoved(stage, t, planned));
    }
  }

  private State recalled(PendingTask task, StagePlan.Stage planned) {
    String digest = foresight.digest(task, planned);
    return !digest.isEmpty() && remembered(digest).isPresent()
        ? new State.Recalled(digest)
        : new State.Hidden();
  }

  private void look(
      int stage, Traveller t, PendingTask task, StagePlan.Stage planned, StageTally tally) {
    Foresight.Seen seen = foresight.of(task, planned);
    if (seen instanceof Foresight.Seen.Ended ended) {
      TaskResult result = ended.result();
      boolean isRemembered = !ended.digest().isEmpty();
      if (isRemembered) {
        tally.remembered(result.status());
      } else {
        tally.decided(result.status());
      }
      State state =
          isRemembered ? new State.Recalled(ended.digest()) : new State.Here(result.state());
      t.stands(stage, Standing.known(result.status(), result.properties(), state));
    } else if (seen instanceof Foresight.Seen.Evaluations asked
        && planned.work() instanceof Work.Told told) {
      tally.compute(() -> Effort.of(told.recipe(), asked.subject(), asked.first()));
    } else {
      tally.compute(() -> ofSteps(stage, t));
    }
  }

  /** The effort for a structure of which only the geometry at its beginning is known. */
  private Effort effortOfUnmoved(int stage, Traveller t, StagePlan.Stage planned) {
    if (!(planned.work() instanceof Work.Told told)) {
      return ofSteps(stage, t);
    }
    Recipe recipe = told.recipe();
    try {
      Subject subject = new Subject(StructureCodec.decode(t.payload()), facts);
      return recipe.next(subject, List.of()) instanceof Step.Evaluate first
          ? Effort.of(recipe, subject, first.jobs()).plus(new Effort(0, 0, 0, true))
          : Effort.NONE;
    } catch (DamagedBytesException | RuntimeException | LinkageError e) {
      return new Effort(0, 0, 0, true);
    }
  }

  private Effort ofSteps(int stage, Traveller t) {
    StageSpec spec = definition.stages().get(stage);
    if (spec instanceof StageSpec.Relax) {
      return new Effort(1, 0, t.atoms(), false);
    }
    double steps = spec instanceof StageSpec.Md md ? md.dynamics().steps() : 1;
    return new Effort(1, steps * t.atoms(), 0, false);
  }

  /** What an engine will be given; empty where the state in which it comes is not known. */
  private Optional<PendingTask> task(int stage, Traveller t) {
    return input(stage, t)
        .map(
            state ->
                new PendingTask(
                    new TaskKey(0, stage, t.index()),
                    t.id(),
                    0,
                    t.payload(),
                    Optional.of(state).filter(bytes -> bytes.length > 0),
                    Optional.empty(),
                    0,
                    0,
                    graph.node(stage).readsFound()
                        ? new TaskContext(false, found(stage, t), List.of())
                        : TaskContext.NONE));
  }

  /** The state in which a structure comes, no bytes: as it was taken in; empty: not known. */
  private Optional<byte[]> input(int stage, Traveller t) {
    int source = graph.source(stage);
    if (source == StageGraph.INPUT) {
      return Optional.of(new byte[0]);
    }
    State state = t.at(source).state();
    if (state instanceof State.Here here) {
      return Optional.of(here.bytes());
    }
    return state instanceof State.Recalled recalled
        ? remembered(recalled.digest()).map(known -> known.result().state())
        : Optional.empty();
  }

  /** What the stages before one have found of a structure, and of those that it was made of. */
  private Map<String, String> found(int stage, Traveller traveller) {
    Map<String, String> found = new LinkedHashMap<>();
    List<Integer> ancestors = graph.ancestors(stage);
    Optional<Traveller> t = Optional.of(traveller);
    int origin = graph.origin(stage);
    while (t.isPresent()) {
      for (int a : ancestors) {
        if (graph.origin(a) == origin && t.get().at(a).isKnown()) {
          found.put(definition.stages().get(a).id(), t.get().at(a).properties());
        }
      }
      t = t.get().parent();
      origin = origin == StageGraph.INPUT ? origin : graph.origin(origin);
    }
    return found;
  }

  /**
   * All structures of a stage that compares them.
   *
   * @param openEnded whether more may come that are not known yet
   */
  void comparison(int stage, List<Traveller> all, boolean openEnded, StageTally tally) {
    BarrierStage barrier = blueprint.barrier(stage, identity);
    boolean needsStructures = barrier.stage() instanceof ComparisonStage c && c.needsStructures();
    List<Traveller> come = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    boolean open = openEnded;
    for (Traveller t : all) {
      Optional<Boolean> comes = comes(stage, t);
      if (comes.isPresent() && !comes.get()) {
        tally.stopped();
        t.stands(stage, Standing.STOPPED);
        continue;
      }
      come.add(t);
      Optional<Candidate> candidate =
          comes.isPresent() ? candidate(stage, t, needsStructures) : Optional.empty();
      candidate.ifPresent(candidates::add);
      open |= candidate.isEmpty();
    }
    List<Step> steps = open ? List.of() : Comparing.decide(barrier, candidates);
    for (int k = 0; k < come.size(); k++) {
      Optional<Row> row = ended(stage, come.get(k));
      if (row.isPresent()) {
        tally.done(row.get().status());
        come.get(k).stands(stage, standing(row.get().status(), row.get().properties()));
      } else if (open) {
        tally.perhaps(() -> Effort.NONE);
      } else {
        Standing standing = standing(steps.get(k));
        tally.decided(standing.status());
        come.get(k).stands(stage, standing);
      }
    }
  }

  private Optional<Candidate> candidate(int stage, Traveller t, boolean needsStructures) {
    Optional<Structure> structure = Optional.empty();
    if (needsStructures) {
      structure = task(stage, t).flatMap(foresight::structure);
      if (structure.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Candidate(
            t.id(), Formulas.composition(t.formula()), structure, FoundValues.of(found(stage, t))));
  }

  private static Standing standing(Step step) {
    if (step instanceof Step.Done done) {
      return standing(TaskStatus.CONVERGED, FoundValues.json(done.values()));
    }
    return step instanceof Step.Dropped
        ? standing(TaskStatus.FILTERED, "{}")
        : standing(TaskStatus.FAILED, "{}");
  }

  private static Standing standing(TaskStatus status, String properties) {
    return Standing.known(status, properties, new State.Hidden());
  }

  /**
   * A structure comes to a stage that makes others of it.
   *
   * @param made where they are put
   * @return whether it is known what is made of it
   */
  boolean expansion(int stage, Traveller t, List<Traveller> made, StageTally tally) {
    Optional<Boolean> comes = comes(stage, t);
    if (comes.isPresent() && !comes.get()) {
      tally.stopped();
      t.stands(stage, Standing.STOPPED);
      return true;
    }
    Optional<Structure> structure =
        comes.isPresent() ? task(stage, t).flatMap(foresight::structure) : Optional.empty();
    Optional<Row> row = ended(stage, t);
    if (structure.isEmpty()) {
      row.ifPresentOrElse(r -> tally.done(r.status()), () -> tally.perhaps(() -> Effort.NONE));
      return false;
    }
    BarrierStage barrier = blueprint.barrier(stage, identity);
    Subject subject = new Subject(structure.get(), facts, FoundValues.of(found(stage, t)));
    Step step = made(barrier, subject);
    Standing standing = standing(step);
    row.ifPresentOrElse(r -> tally.done(r.status()), () -> tally.decided(standing.status()));
    t.stands(stage, standing);
    if (step instanceof Step.Done done) {
      List<Child> children = new ArrayList<>(done.children());
      if (children.isEmpty() && done.structure().isPresent()) {
        children.add(Child.of(structure.get(), barrier.id(), done.structure().get()));
      }
      for (Child child : children) {
        Structure s = child.structure();
        made.add(
            new Traveller(
                made.size(),
                s.id(),
                StructureCodec.encode(s),
                s.nAtoms(),
                s.formula(),
                Optional.of(t)));
      }
    }
    return true;
  }

  private static Step made(BarrierStage barrier, Subject subject) {
    try {
      Optional<Step> no =
          barrier
              .when()
              .map(when -> when.next(subject, List.of()))
              .filter(step -> !(step instanceof Step.Done));
      return no.orElseGet(() -> ((RecipeStage) barrier.stage()).recipe().next(subject, List.of()));
    } catch (RuntimeException | LinkageError e) {
      return new Step.Refused("stage_error", String.valueOf(e.getMessage()));
    }
  }
}
