package dev.lehr.activities.commands;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;

/** The kind {@code command}: a program of the user's for each structure. */
public final class CommandKind implements StageKind {

  /** The kind. */
  public CommandKind() {}

  @Override
  public String name() {
    return "command";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Runs a program for each structure, in a directory of its own.";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    CommandSpec spec = new CommandFields(fields, site.vocabulary()).read();
    return new CommandStage(spec, site.vocabulary());
  }
}
