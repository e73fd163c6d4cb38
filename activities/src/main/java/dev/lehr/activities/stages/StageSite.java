package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.Vocabulary;
import java.nio.file.Path;

/**
 * Where a stage stands in its campaign.
 *
 * @param id the stage's id
 * @param seed the campaign's seed
 * @param vocabulary what expressions in its settings may name: the values of the stages before it
 * @param folder where the campaign file is: files that settings name are relative to it
 */
public record StageSite(String id, long seed, Vocabulary vocabulary, Path folder) {

  /** Files are relative to the working directory. */
  public StageSite(String id, long seed, Vocabulary vocabulary) {
    this(id, seed, vocabulary, Path.of(""));
  }
}
