package dev.lehr.activities.ingest;

import dev.lehr.activities.ledger.NewCampaign;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A campaign file, read and understood.
 *
 * @param campaign what the ledger will hold of it
 * @param inputs where its structures come from, in order
 * @param modelName for messages
 * @param supports whether the model knows an atomic number
 */
public record Intake(
    NewCampaign campaign, List<StructureInput> inputs, String modelName, IntPredicate supports) {}
