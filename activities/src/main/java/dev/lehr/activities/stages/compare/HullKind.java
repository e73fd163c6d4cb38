package dev.lehr.activities.stages.compare;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;

/** {@code kind: hull}: energies above the convex hull of all structures and references. */
public final class HullKind implements StageKind {

  @Override
  public String name() {
    return "hull";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Finds how far each structure is above the convex hull, and what it decomposes into.";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    return HullStage.read(fields, site, true);
  }
}
