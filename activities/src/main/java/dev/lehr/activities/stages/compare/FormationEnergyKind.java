package dev.lehr.activities.stages.compare;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;

/** {@code kind: formation-energy}: energies counted from those of the elements. */
public final class FormationEnergyKind implements StageKind {

  @Override
  public String name() {
    return "formation-energy";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Finds the energy of formation of each structure from the elements.";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    return HullStage.read(fields, site, false);
  }
}
