package dev.lehr.activities.stages;

import java.util.Optional;

/**
 * A stage for which all structures have to be there.
 *
 * @param index its index in the campaign
 * @param id its id
 * @param when decides of each structure whether the stage is for it
 * @param stage a comparison, or a recipe that makes structures
 */
public record BarrierStage(int index, String id, Optional<Condition> when, ConfiguredStage stage) {}
