package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.campaign.CanonicalForm;
import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.document.TextFile;
import dev.lehr.activities.forecast.Forecast;
import dev.lehr.activities.forecast.Forecaster;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ingest.Intake;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.PostgresAddress;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.WorkspaceLock;
import dev.lehr.activities.plugins.ModelKinds;
import dev.lehr.activities.reports.ReportSpec;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.verification.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backend of the real process: files, the ledger, and the embedded server. */
public final class ProcessBackend implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessBackend.class);

  /** A definition, and what is made of it to take it in or to look ahead. */
  private record Understood(CampaignDefinition definition, Path base, Model model, Intake intake) {}

  private static Understood understood(CampaignDefinition definition, Path file, Path base) {
    Blueprint blueprint = new Blueprint(definition);
    Model model = blueprint.model(Workers.serial(), base);
    List<String> objections = blueprint.objections(ModelIdentity.of(model));
    if (!objections.isEmpty()) {
      throw new BadInputException(file + " cannot be used", objections);
    }
    String canonical = CanonicalForm.of(definition);
    List<String> stages =
        definition.stages().stream().map(CampaignDefinition.StageSpec::id).toList();
    NewCampaign campaign =
        new NewCampaign(
            definition.name(),
            canonical,
            CanonicalForm.digest(canonical),
            model.digest(),
            stages,
            blueprint.graph(),
            definition.shardSize(),
            definition.lanes(),
            false);
    Intake intake =
        new Intake(campaign, blueprint.inputs(base), model.name(), model::supports, model.inputs());
    return new Understood(definition, base, model, intake);
  }

  @Override
  public CampaignFile read(Path file) {
    return file(file, understood(parse(file), file, CampaignFile.directoryOf(file)));
  }

  /** A campaign that is in no file; what it names is relative to a directory. */
  static CampaignFile of(CampaignDefinition definition, Path base) {
    Path file = base.resolve(definition.name());
    return file(file, understood(definition, file, base));
  }

  private static CampaignFile file(Path file, Understood u) {
    return new CampaignFile(
        file, u.intake(), u.definition().report().map(r -> report(r, u.base())), u.model().notes());
  }

  @Override
  public Forecast forecast(Path file, Path workspace, Optional<PostgresAddress> address) {
    Understood u = understood(parse(file), file, CampaignFile.directoryOf(file));
    if (address.isEmpty() && !Files.exists(workspace)) {
      return Forecaster.of(u.definition(), u.model(), u.intake(), Optional.empty());
    }
    try (Ledger ledger = openForReading(workspace, address)) {
      return Forecaster.of(u.definition(), u.model(), u.intake(), Optional.of(ledger));
    }
  }

  private static ReportSpec report(CampaignDefinition.Report report, Path base) {
    ReportSpec.Kind kind =
        Arrays.stream(ReportSpec.Kind.values())
            .filter(k -> k.key().equals(report.kind()))
            .findFirst()
            .orElseThrow();
    return new ReportSpec(
        kind,
        Optional.of(report.reference()).filter(r -> !r.isEmpty()).map(base::resolve),
        report.compared());
  }

  @Override
  public CampaignDefinition parse(Path file) {
    try {
      return CampaignParser.parse(
          file.toString(), TextFile.read(file), CampaignFile.directoryOf(file));
    } catch (CampaignParseException e) {
      throw new BadInputException(
          file + " cannot be used", e.problems().stream().map(CampaignProblem::toString).toList());
    } catch (java.nio.charset.MalformedInputException e) {
      throw new BadInputException(file + " cannot be used", List.of("it is not UTF-8 text"));
    } catch (IOException e) {
      throw new BadInputException(
          file + " cannot be read", List.of(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public Ledger openForReading(Path workspace, Optional<PostgresAddress> ledger) {
    if (ledger.isPresent()) {
      return SqlLedger.openReadOnly(ledger.get());
    }
    try {
      return SqlLedger.openReadOnly(workspace);
    } catch (LedgerException e) {
      if (!Files.exists(workspace)) {
        throw new BadInputException(
            "no workspace", List.of(workspace + ": found no such directory"));
      }
      throw e;
    }
  }

  @Override
  public Ledger own(Path workspace, Optional<PostgresAddress> ledger) {
    boolean allowNetwork = Boolean.getBoolean("lehr.allowNetworkWorkspace");
    WorkspaceLock lock = WorkspaceLock.acquire(workspace, "lehr", allowNetwork);
    try {
      return ledger.isPresent()
          ? SqlLedger.open(ledger.get(), lock)
          : SqlLedger.open(workspace, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public CampaignRunner runner(Ledger ledger) {
    return new EmbeddedRunner(ledger, file -> add(ledger, file));
  }

  /** The asker has looked at the file and told the user what is wrong; what is now is logged. */
  private void add(Ledger ledger, Path file) {
    try {
      CampaignFile campaign = read(file);
      if (ledger.findCampaign(campaign.intake().campaign().name()).isEmpty()) {
        LOG.warn("{} is not in the ledger, and is not run here", file);
        return;
      }
      Ingest.Answer answer = new Ingest(ledger, false).take(campaign.intake(), Ingest.Mode.ADD);
      LOG.info("{} structures of {} added", answer.added(), file);
    } catch (BadInputException | CampaignChangedException e) {
      LOG.warn("no structures of {} added: {}", file, e.getMessage());
    }
  }

  @Override
  public boolean verify(Verification verification, Consumer<String> about, Consumer<Check> each) {
    return verification.run(about, each);
  }

  @Override
  public List<ModelCard> models() {
    List<ModelCard> all = new ArrayList<>(ModelCards.all());
    ModelKinds.found()
        .found()
        .forEach(
            (name, kind) ->
                all.add(
                    new ModelCard(
                        name,
                        kind.provider().summary(),
                        List.of(),
                        List.of("see the plugin's own documentation"),
                        List.of(),
                        kind.origin())));
    all.addAll(CachedCards.of(ModelCache.ofUser()));
    return all;
  }
}
