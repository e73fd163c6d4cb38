package dev.lehr.activities.campaign;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.campaign.CampaignDefinition.StructuresSpec;
import dev.lehr.activities.commands.CommandStage;
import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.engine.EngineSettings;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.engine.StagePlan;
import dev.lehr.activities.engine.StageTraits;
import dev.lehr.activities.engine.Work;
import dev.lehr.activities.files.ExtxyzReader;
import dev.lehr.activities.files.StructureSource;
import dev.lehr.activities.ingest.StructureInput;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.run.CampaignTraits;
import dev.lehr.activities.stages.BarrierStage;
import dev.lehr.activities.stages.Condition;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.activities.trajectory.FrameStyle;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.Optimizer;
import dev.lehr.simulation.optimize.Rattle;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.CellChoice;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.prototypes.VolumeRule;
import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.structure.Elements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Builds from a definition what runs it: model, steppers, batching, structures. */
public final class Blueprint {

  /**
   * Atoms in a batch on a CPU for each thread: enough to keep all busy, small enough for caches.
   */
  private static final double CPU_ATOMS_A_THREAD = 512;

  /** Of the code that relaxes and integrates: another one when its numbers change. */
  private static final String STEPS_VERSION = "1";

  /** Blueprints by canonical text; a process sees few, and asks for them with every slice. */
  private static final Map<String, Blueprint> READ = new ConcurrentHashMap<>();

  private final CampaignDefinition definition;

  /** The blueprint of a definition. */
  public Blueprint(CampaignDefinition definition) {
    this.definition = definition;
  }

  /** The blueprint of a campaign in a ledger; a campaign's definition is read once. */
  public static Blueprint of(CampaignRow campaign) {
    return READ.computeIfAbsent(campaign.definition(), text -> new Blueprint(read(text)));
  }

  /** The definition that a ledger keeps as canonical JSON. */
  public static CampaignDefinition read(String canonical) {
    try {
      return CampaignParser.parse("ledger", canonical);
    } catch (CampaignParseException e) {
      throw new IllegalStateException("the ledger's definition does not parse: " + e, e);
    }
  }

  /**
   * The model, run on these threads.
   *
   * @param base directory of the campaign file, for the files that a model needs
   * @throws dev.lehr.activities.ingest.BadInputException where such a file cannot be used
   */
  public Model model(Workers workers, Path base) {
    return model(workers, base, TorchDevice.AUTO);
  }

  /**
   * The same on a device, if the campaign leaves it to others which.
   *
   * @param device auto, cpu, cuda or cuda:N; models that run on the host do not ask
   */
  public Model model(Workers workers, Path base, String device) {
    return new ModelBuilder(workers, base, device).build(definition.model());
  }

  /** What is known of it beside its structures, for those who watch it and hand its work out. */
  public CampaignTraits traits() {
    return new CampaignTraits(definition.model().name(), definition.workers());
  }

  /** How the engine batches. */
  public EngineSettings engine(int threads) {
    MemoryMetric metric = MemoryMetric.of(definition.batching().memoryScalesWith());
    CampaignDefinition.Batching how = definition.batching();
    double max = how.maxMemoryScaler().orElse(CPU_ATOMS_A_THREAD * threads);
    EngineSettings settings =
        EngineSettings.of(metric, max).with(how.packing()).resizing(how.resizeEvery());
    if (how.memory().isPresent()) {
      return settings.withMemoryBudget(how.memory().getAsLong());
    }
    // On a CPU the automatic maximum is what is fast, not what fits.
    return how.maxMemoryScaler().isEmpty() ? settings.withOversizedAlone() : settings;
  }

  /** How the stages hang together. */
  public StageGraph graph() {
    return Graphs.of(definition);
  }

  /** The stages of a phase. */
  public StagePlan plan(long campaignId, String modelDigest, List<Integer> phase) {
    List<StagePlan.Stage> stages = new ArrayList<>();
    for (int index : phase) {
      StageSpec spec = definition.stages().get(index);
      stages.add(new StagePlan.Stage(index, spec.id(), work(spec), traits(index, modelDigest)));
    }
    CampaignDefinition.Urgency urgency = definition.urgency();
    Customer customer =
        new Customer(definition.name() + '#' + campaignId, urgency.priority(), urgency.weight());
    return new StagePlan(campaignId, modelDigest, stages, customer, definition.recomputeSteps());
  }

  private Work work(StageSpec spec) {
    if (spec instanceof StageSpec.Kind kind && kind.stage() instanceof RecipeStage recipe) {
      return new Work.Told(recipe.recipe());
    }
    if (spec instanceof StageSpec.Kind kind && kind.stage() instanceof CommandStage command) {
      return new Work.Program(command.spec());
    }
    Trajectory trajectory = definition.trajectories().get(spec.id());
    return new Work.Steps(
        stepper(spec),
        start(spec),
        trajectory == null ? 0 : trajectory.framesEvery(),
        trajectory == null ? FrameStyle.PLAIN : trajectory.style());
  }

  private StageTraits traits(int index, String modelDigest) {
    StageSpec spec = definition.stages().get(index);
    StageRules rules = definition.rules().get(index);
    return new StageTraits(
        when(index).map(condition -> condition),
        memory(index, modelDigest),
        isRandom(spec),
        rules.onFailure() == StageGraph.OnFailure.CONTINUE,
        rules.priority(),
        rules.pool());
  }

  /** Decides of each structure whether a stage is for it; empty: it is for all. */
  public Optional<Condition> when(int index) {
    String source = definition.rules().get(index).when();
    return source.isEmpty()
        ? Optional.empty()
        : Optional.of(Condition.of(source, StageForm.vocabularyOf(definition, index)));
  }

  /** What stages of kinds of their own ask to be cited, keys by stage. */
  public Map<String, List<String>> citations() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (StageSpec spec : definition.stages()) {
      if (spec instanceof StageSpec.Kind kind) {
        keys.put(spec.id(), kind.stage().citations());
      }
    }
    return keys;
  }

  /** Names of the limits that stages share with others. */
  public List<String> pools() {
    return definition.rules().stream().map(StageRules::pool).filter(p -> !p.isEmpty()).toList();
  }

  /** Why a host cannot run the campaign, one sentence each. */
  public List<String> refusals(HostLimits host) {
    List<String> refusals = new ArrayList<>();
    host.pools().refusal(pools()).ifPresent(refusals::add);
    for (StageSpec spec : definition.stages()) {
      if (spec instanceof StageSpec.Kind kind && kind.stage() instanceof CommandStage command) {
        host.commands()
            .refusal(command.spec())
            .ifPresent(why -> refusals.add("stages." + spec.id() + ": " + why));
      }
    }
    return refusals;
  }

  /** What its stages hold against its model, one sentence each. */
  public List<String> objections(ModelIdentity model) {
    List<String> objections = new ArrayList<>();
    for (StageSpec spec : definition.stages()) {
      if (spec instanceof StageSpec.Kind kind) {
        kind.stage()
            .objectionTo(model)
            .ifPresent(why -> objections.add("stages." + spec.id() + ": " + why));
      }
    }
    return objections;
  }

  /**
   * A stage for which all structures have to be there.
   *
   * @param model whose results it compares
   * @throws IllegalArgumentException where the stage of that index is none
   */
  public BarrierStage barrier(int index, ModelIdentity model) {
    if (definition.stages().get(index) instanceof StageSpec.Kind kind) {
      return new BarrierStage(index, kind.id(), when(index), kind.stage().about(model), model);
    }
    throw new IllegalArgumentException("stage " + index + " waits for nobody");
  }

  private String memory(int index, String modelDigest) {
    StageSpec spec = definition.stages().get(index);
    boolean serves = !(spec instanceof StageSpec.Kind kind) || kind.stage().isRemembered();
    if (!definition.rules().get(index).cache()
        || !serves
        || definition.trajectories().containsKey(spec.id())) {
      return "";
    }
    String seed = isRandom(spec) ? definition.seed() + "/" + spec.id() : "";
    return CanonicalForm.digest(
        String.join(
            "\n", "results 1", modelDigest, CanonicalForm.settings(spec), versionOf(spec), seed));
  }

  private static String versionOf(StageSpec spec) {
    return spec instanceof StageSpec.Kind kind ? kind.version() : STEPS_VERSION;
  }

  private static boolean isRandom(StageSpec spec) {
    if (spec instanceof StageSpec.Kind kind) {
      return kind.stage().isRandom();
    }
    return spec instanceof StageSpec.Md
        || (spec instanceof StageSpec.Relax r && (r.rattle() > 0 || r.rattleStrain() > 0));
  }

  private Stepper stepper(StageSpec spec) {
    if (spec instanceof StageSpec.Md md) {
      return new Dynamics(md.dynamics(), definition.seed(), md.id());
    }
    return spec instanceof StageSpec.Relax r
        ? Optimizer.of(r.optimizer(), r.cell(), r.convergence())
        : new StaticStepper();
  }

  private StartConditions start(StageSpec spec) {
    if (!(spec instanceof StageSpec.Relax r)) {
      return StartConditions.none();
    }
    Optional<Rattle> rattle =
        r.rattle() > 0 || r.rattleStrain() > 0
            ? Optional.of(new Rattle(r.rattle(), r.rattleStrain(), definition.seed(), r.id()))
            : Optional.empty();
    return new StartConditions(
        rattle,
        r.fixCom(),
        r.fixElements().stream().map(Elements::require).toList(),
        r.fixIndices());
  }

  /** The indices of the stages that keep frames. */
  public List<Integer> stagesWithFrames() {
    List<Integer> stages = new ArrayList<>();
    for (int i = 0; i < definition.stages().size(); i++) {
      if (definition.trajectories().containsKey(definition.stages().get(i).id())) {
        stages.add(i);
      }
    }
    return stages;
  }

  /**
   * Where the structures come from.
   *
   * @param base directory of the campaign file
   */
  public List<StructureInput> inputs(Path base) {
    List<StructureInput> inputs = new ArrayList<>();
    for (StructuresSpec spec : definition.structures()) {
      inputs.add(input(spec, base));
    }
    return inputs;
  }

  private static StructureInput input(StructuresSpec spec, Path base) {
    if (spec instanceof StructuresSpec.Files files) {
      // Only a field that the user named must be there; "id" is taken where it is.
      Optional<String> idField =
          Optional.of(files.idField()).filter(f -> !f.equals(ExtxyzReader.DEFAULT_ID_FIELD));
      return new StructureInput.FromFiles(
          new StructureSource(base, List.of(files.path()), idField));
    }
    if (spec instanceof StructuresSpec.Clusters c) {
      ClusterSpec clusters =
          ClusterSpec.of(c.element(), c.sizes(), c.starts(), c.distance(), c.seed());
      return new StructureInput.Generated(
          () -> new ClusterGenerator(clusters, "clusters").structures());
    }
    PrototypeSpec prototypes = prototypes((StructuresSpec.Prototypes) spec);
    return new StructureInput.Generated(
        () -> new PrototypeGenerator(prototypes, "prototypes").structures());
  }

  private static PrototypeSpec prototypes(StructuresSpec.Prototypes p) {
    VolumeRule rule = p.contact() ? new VolumeRule.Contact() : new VolumeRule.OfElements();
    if (p.latticeConstant().isPresent()) {
      rule = new VolumeRule.LatticeConstant(p.latticeConstant().getAsDouble());
    } else if (p.volumePerAtom().isPresent()) {
      rule = new VolumeRule.PerAtom(p.volumePerAtom().getAsDouble());
    }
    return new PrototypeSpec(
        p.prototypes().stream().map(Prototype::of).toList(),
        p.elements(),
        rule,
        p.volumes(),
        p.rattle(),
        p.strain(),
        p.seed(),
        p.starts(),
        p.conventional() ? CellChoice.CONVENTIONAL : CellChoice.PRIMITIVE,
        p.supercell());
  }
}
