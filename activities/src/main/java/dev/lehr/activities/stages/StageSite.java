package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.Vocabulary;

/**
 * Where a stage stands in its campaign.
 *
 * @param id the stage's id
 * @param seed the campaign's seed
 * @param vocabulary what expressions in its settings may name: the values of the stages before it
 */
public record StageSite(String id, long seed, Vocabulary vocabulary) {}
