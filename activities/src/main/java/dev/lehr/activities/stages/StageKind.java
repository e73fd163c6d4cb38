package dev.lehr.activities.stages;

import dev.lehr.activities.document.Fields;

/**
 * A kind of stage. Implementations have a constructor without arguments and no state; those of a
 * plugin are named in {@code META-INF/services/dev.lehr.activities.stages.StageKind}.
 */
public interface StageKind {

  /** The word in campaign files, for example {@code eos}. */
  String name();

  /**
   * Version of the code, part of what results are remembered by: another one whenever the same
   * settings may give other numbers.
   */
  String version();

  /** One sentence for people: what it does. */
  String summary();

  /**
   * Reads the settings. What is wrong is noted at {@code fields}, and something that works is
   * answered all the same, so that all problems of a file are found. Only the kind's own keys are
   * asked for; {@code id}, {@code after}, {@code when} and the like belong to every stage.
   *
   * @param fields the stage's object
   * @param site where the stage stands
   */
  ConfiguredStage read(Fields fields, StageSite site);
}
