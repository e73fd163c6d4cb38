package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.ModelMeta;
import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.djl.UnusableModelException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.parallel.Workers;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known of a campaign's model where it is not run: its digest from the ledger, and what it
 * says of itself from its file, which is looked at without libtorch.
 */
final class ModelPapers {

  private static final String NOT_HERE =
      "What the model says of itself was not at hand on the worker that decided this.";

  private final Path root;

  /**
   * Of models below a directory and in the cache.
   *
   * @param root what paths in campaigns are relative to
   */
  ModelPapers(Path root) {
    this.root = root;
  }

  ModelIdentity of(CampaignRow campaign) {
    ModelSpec spec = Blueprint.read(campaign.definition()).model();
    if (spec instanceof ModelSpec.TorchScript torch) {
      return ofFile(torch, campaign);
    }
    return isLight(spec)
        ? ModelIdentity.of(Blueprint.of(campaign).model(Workers.serial(), root))
        : unknown(spec.getClass().getSimpleName(), campaign);
  }

  /** Formulas and tables are built in a moment; what starts processes or fills memory is not. */
  private static boolean isLight(ModelSpec spec) {
    return spec instanceof ModelSpec.Sum sum
        ? sum.terms().stream().allMatch(ModelPapers::isLight)
        : !(spec instanceof ModelSpec.TorchScript
            || spec instanceof ModelSpec.Python
            || spec instanceof ModelSpec.Plugin);
  }

  private ModelIdentity ofFile(ModelSpec.TorchScript spec, CampaignRow campaign) {
    try {
      ModelFile file =
          spec.file().isEmpty()
              ? ModelCache.ofUser().find(spec.name(), Precision.of(spec.precision()))
              : ModelFile.read(root.resolve(spec.file()));
      ModelMeta meta = file.meta();
      return new ModelIdentity(
          meta.name(), campaign.modelDigest(), meta.functional(), meta.corrections(), meta.notes());
    } catch (UnusableModelException e) {
      return unknown(spec.file().isEmpty() ? spec.name() : spec.file(), campaign);
    }
  }

  private static ModelIdentity unknown(String name, CampaignRow campaign) {
    return new ModelIdentity(name, campaign.modelDigest(), "", "", List.of(NOT_HERE));
  }
}
