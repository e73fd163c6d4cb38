package dev.lehr.worker.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.campaign.CampaignDefinition.StructuresSpec;
import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.run.Heart;
import dev.lehr.workflows.contract.Added;
import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.FailureTypes;
import dev.lehr.workflows.contract.IntakeActivities;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes campaigns in that were typed into a form: files that they name are looked for below one
 * directory, and nowhere else.
 */
final class TakingIn implements IntakeActivities {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields that name a file, whatever they are in. */
  private static final Set<String> FILES = Set.of("file", "template", "reference");

  private final Ledger ledger;
  private final Path root;
  private final HostLimits host;

  TakingIn(Ledger ledger, Path root, HostLimits host) {
    this.ledger = ledger;
    this.root = root.toAbsolutePath().normalize();
    this.host = host;
  }

  @Override
  public CampaignInput takeIn(Map<String, Object> campaign) {
    return Heart.beatsDuring(
        () -> CampaignStart.input(take(campaign, Ingest.Mode.SAME_OR_REFUSE).campaign()));
  }

  @Override
  public Added addTo(Map<String, Object> campaign) {
    return Heart.beatsDuring(() -> add(campaign));
  }

  private Added add(Map<String, Object> campaign) {
    Ingest.Answer answer = take(campaign, Ingest.Mode.ADD);
    CampaignRow row = answer.campaign();
    if (CampaignStart.isNeeded(ledger, row)) {
      CampaignStart.on(Activity.getExecutionContext().getWorkflowClient(), row);
    }
    return new Added(row.name(), answer.created(), answer.added(), row.structures());
  }

  private Ingest.Answer take(Map<String, Object> campaign, Ingest.Mode mode) {
    try {
      List<String> leading = leading("", campaign);
      if (!leading.isEmpty()) {
        throw bad(leading);
      }
      CampaignDefinition definition =
          CampaignParser.parse("campaign", JSON.writeValueAsString(campaign), root);
      List<String> outside = outside(definition);
      outside.addAll(new Blueprint(definition).refusals(host));
      if (!outside.isEmpty()) {
        throw bad(outside);
      }
      CampaignFile file = ProcessBackend.of(definition, root);
      return new Ingest(ledger, false).take(file.intake(), mode);
    } catch (CampaignParseException e) {
      throw bad(e.problems().stream().map(Object::toString).toList());
    } catch (BadInputException e) {
      throw bad(e.problems());
    } catch (CampaignChangedException e) {
      throw bad(List.of(String.valueOf(e.getMessage())));
    } catch (JsonProcessingException e) {
      throw bad(List.of("it is no JSON object: " + e.getOriginalMessage()));
    }
  }

  private static ApplicationFailure bad(List<String> problems) {
    ApplicationFailure failure =
        ApplicationFailure.newNonRetryableFailure(
            "the campaign cannot be taken in:\n  " + String.join("\n  ", problems),
            FailureTypes.BAD_CAMPAIGN);
    // Where in the worker it was found helps nobody.
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  /** The same of files that are read while a campaign is parsed, which a problem may repeat. */
  private List<String> leading(String where, Object value) {
    List<String> problems = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) -> {
            String path = where.isEmpty() ? key + "" : where + "." + key;
            if (inner instanceof String text && FILES.contains(key + "")) {
              check(path, text, problems);
            } else if (inner != null) {
              problems.addAll(leading(path, inner));
            }
          });
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object inner = list.get(i);
        if (inner != null) {
          problems.addAll(leading(where + "[" + i + "]", inner));
        }
      }
    }
    return problems;
  }

  /** Paths that lead out of the directory, a sentence each. */
  private List<String> outside(CampaignDefinition definition) {
    List<String> problems = new ArrayList<>();
    for (StructuresSpec spec : definition.structures()) {
      if (spec instanceof StructuresSpec.Files files) {
        check("structures", files.path(), problems);
      }
    }
    check(definition.model(), problems);
    definition.report().ifPresent(r -> check("report.reference", r.reference(), problems));
    return problems;
  }

  private void check(ModelSpec model, List<String> problems) {
    if (model instanceof ModelSpec.SetflEam setfl) {
      check("model.file", setfl.file(), problems);
    } else if (model instanceof ModelSpec.TorchScript torch) {
      check("model.file", torch.file(), problems);
    } else if (model instanceof ModelSpec.Python python) {
      problems.add(
          "model.python: found '"
              + python.python()
              + "', expected no model that runs code of its own; submit it with lehr submit");
    } else if (model instanceof ModelSpec.Sum sum) {
      sum.terms().forEach(term -> check(term, problems));
    }
  }

  private void check(String where, String path, List<String> problems) {
    if (!path.isEmpty() && !root.resolve(path).normalize().startsWith(root)) {
      problems.add(where + ": found '" + path + "', expected a path below the worker's --root");
    }
  }
}
