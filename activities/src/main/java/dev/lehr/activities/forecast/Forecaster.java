package dev.lehr.activities.forecast;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.ingest.Intake;
import dev.lehr.activities.ingest.Survey;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.recipe.ModelFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Foretells what a campaign will compute. Each structure is followed through the stages as far as
 * results of its stages are in the ledger, remembered from elsewhere, or decided without an
 * evaluation; from there on only who may come is known. Reads, and writes nothing.
 */
public final class Forecaster {

  private final CampaignDefinition definition;
  private final StageGraph graph;
  private final PastCosts past;
  private final StageOutlook outlook;
  private final Map<Integer, List<Traveller>> travellers = new LinkedHashMap<>();
  private final Map<Integer, Boolean> openEnded = new LinkedHashMap<>();

  private Forecaster(
      CampaignDefinition definition, StageGraph graph, PastCosts past, StageOutlook outlook) {
    this.definition = definition;
    this.graph = graph;
    this.past = past;
    this.outlook = outlook;
  }

  /**
   * The forecast of a campaign.
   *
   * @param model the definition's, built
   * @param intake of the same file
   * @param ledger of the workspace; empty where there is none yet
   */
  public static Forecast of(
      CampaignDefinition definition, Model model, Intake intake, Optional<Ledger> ledger) {
    List<Traveller> travellers = new ArrayList<>();
    Survey survey =
        Survey.of(
            intake,
            row -> {
              if (row.rejection().isEmpty()) {
                travellers.add(
                    new Traveller(
                        travellers.size(),
                        row.id(),
                        row.payload(),
                        row.nAtoms(),
                        row.formula(),
                        Optional.empty()));
              }
            });
    RunForecast run = RunForecast.of(intake, survey, ledger);
    PastCosts past =
        ledger
            .map(l -> PastCosts.of(l, model.digest(), ModelFacts.of(model)))
            .orElse(PastCosts.NONE);
    Blueprint blueprint = new Blueprint(definition);
    StageOutlook outlook = new StageOutlook(definition, blueprint, model, ledger, run.campaign());
    Forecaster forecaster = new Forecaster(definition, blueprint.graph(), past, outlook);
    List<StageForecast> stages = forecaster.stages(travellers);
    return new Forecast(
        definition.name(), model.name(), travellers.size(), survey.rejections(), run, stages, past);
  }

  private List<StageForecast> stages(List<Traveller> own) {
    travellers.put(StageGraph.INPUT, own);
    List<StageForecast> all = new ArrayList<>();
    for (int i : inPhases()) {
      all.add(stage(i));
    }
    return all;
  }

  /** Stages in the order in which they come to their turn. */
  private List<Integer> inPhases() {
    return IntStream.range(0, graph.size())
        .boxed()
        .sorted(java.util.Comparator.comparingInt(graph::phaseOf))
        .toList();
  }

  private StageForecast stage(int i) {
    int origin = graph.origin(i);
    StageSpec spec = definition.stages().get(i);
    StageTally tally = new StageTally();
    List<Traveller> come = travellers.getOrDefault(origin, List.of());
    boolean open = openEnded.getOrDefault(origin, false);
    boolean madeAllKnown = true;
    if (graph.node(i).shape() == StageGraph.Shape.EACH) {
      come.forEach(t -> outlook.each(i, t, tally));
    } else if (graph.node(i).shape() == StageGraph.Shape.COMPARISON) {
      outlook.comparison(i, come, open, tally);
    } else {
      List<Traveller> made = new ArrayList<>();
      for (Traveller t : come) {
        madeAllKnown &= outlook.expansion(i, t, made, tally);
      }
      travellers.put(i, made);
      openEnded.put(i, open || !madeAllKnown);
    }
    return tally.forecast(
        spec.id(),
        kind(spec),
        definition.rules().get(i),
        graph.node(i).shape(),
        graph.phaseOf(i) + 1,
        past,
        outlook.isProgram(i),
        open);
  }

  private static String kind(StageSpec spec) {
    if (spec instanceof StageSpec.Kind kind) {
      return kind.kind();
    }
    if (spec instanceof StageSpec.Relax) {
      return "relax";
    }
    return spec instanceof StageSpec.Md ? "md" : "static";
  }
}
