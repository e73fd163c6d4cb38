package com.example.alloys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lehr.testing.LehrTest;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardestAlloyTest {

  @TempDir Path directory;

  private static HardestAlloy workflow(LehrTest lehr) {
    lehr.work(
        AlloyWorker.TASK_QUEUE,
        worker -> AlloyWorker.register(worker, lehr.ledger(), lehr.directory()));
    return lehr.client()
        .newWorkflowStub(
            HardestAlloy.class,
            WorkflowOptions.newBuilder().setTaskQueue(AlloyWorker.TASK_QUEUE).build());
  }

  @Test
  void ofCopperAndNickelPureNickelIsTheHardest() {
    try (LehrTest lehr = LehrTest.start(directory)) {
      HardestAlloy.Answer answer = workflow(lehr).find(List.of("Cu", "Ni"));
      assertTrue(answer.structure().startsWith("Ni-A1"), answer.structure());
      assertEquals(180.4, answer.bulkModulus(), 4, "the potential was fitted to 180.4 GPa");
    }
  }

  @Test
  void aSmallDeviceAndAWorkerThatDiesChangeNothing() {
    try (LehrTest lehr = LehrTest.start(directory)) {
      lehr.device().holdsAtoms(6).diesAt(12);
      HardestAlloy.Answer answer = workflow(lehr).find(List.of("Cu", "Ni"));
      assertTrue(answer.structure().startsWith("Ni-A1"), answer.structure());
      assertEquals(1, lehr.crashes());
      assertEquals(4, lehr.found("alloys-Cu-Ni").count("eos", TaskStatus.CONVERGED));
    }
  }

  @Test
  void anElementThatTheModelDoesNotKnowFailsTheWorkflowAtOnce() {
    try (LehrTest lehr = LehrTest.start(directory)) {
      HardestAlloy workflow = workflow(lehr);
      assertThrows(WorkflowFailedException.class, () -> workflow.find(List.of("Cu", "Xx")));
    }
  }
}
