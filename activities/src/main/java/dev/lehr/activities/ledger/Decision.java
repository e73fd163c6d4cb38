package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.util.List;

/**
 * What a stage that looks at all structures together says of one.
 *
 * @param structure index in the campaign
 * @param generation of its task
 * @param status a terminal status
 * @param reason machine-readable; empty where it goes on
 * @param detail a sentence; empty where there is nothing to say
 * @param properties JSON object of what was found
 * @param children structures that go on in its place
 */
public record Decision(
    long structure,
    int generation,
    TaskStatus status,
    String reason,
    String detail,
    String properties,
    List<StructureRow> children) {

  /** Copies. */
  public Decision {
    children = List.copyOf(children);
  }
}
