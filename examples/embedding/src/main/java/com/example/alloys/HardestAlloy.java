package com.example.alloys;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A workflow of one's own: of all alloys of some elements, the one that is hardest to compress. */
@WorkflowInterface
public interface HardestAlloy {

  /**
   * What was found.
   *
   * @param structure its id
   * @param bulkModulus GPa
   */
  record Answer(String structure, double bulkModulus) {}

  /** Has a campaign done, and answers the best of it. */
  @WorkflowMethod
  Answer find(List<String> elements);
}
