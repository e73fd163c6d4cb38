package dev.lehr.activities.ingest;

import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.Part;
import dev.lehr.simulation.model.SystemInput;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A campaign file, read and understood.
 *
 * @param campaign what the ledger will hold of it
 * @param inputs where its structures come from, in order
 * @param modelName for messages
 * @param supports whether the model knows an atomic number
 * @param modelInputs what the model takes of a structure besides the geometry
 */
public record Intake(
    NewCampaign campaign,
    List<StructureInput> inputs,
    String modelName,
    IntPredicate supports,
    List<SystemInput> modelInputs) {

  /** For a model that takes the geometry alone. */
  public Intake(
      NewCampaign campaign, List<StructureInput> inputs, String modelName, IntPredicate supports) {
    this(campaign, inputs, modelName, supports, List.of());
  }

  /** The same campaign, of which only a part is taken in. */
  public Intake only(Part part) {
    return new Intake(campaign.only(part), inputs, modelName, supports, modelInputs);
  }
}
