package dev.lehr.activities.stages;

import java.util.Optional;

/**
 * A stage for which all structures have to be there.
 *
 * @param index its index in the campaign
 * @param id its id
 * @param when decides of each structure whether the stage is for it
 * @param stage a comparison, a recipe that makes structures, or one that writes files
 * @param model whose results it looks at
 */
public record BarrierStage(
    int index, String id, Optional<Condition> when, ConfiguredStage stage, ModelIdentity model) {}
