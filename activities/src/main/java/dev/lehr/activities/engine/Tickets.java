package dev.lehr.activities.engine;

import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;

/** Turns what the ledger has of a task into a system that can join a batch. */
final class Tickets {

  /** How a task starts. */
  sealed interface Start {
    /** It can join. */
    record Ready(Ticket<TaskRun> ticket) implements Start {}

    /** It never can; this is its result. */
    record Impossible(TaskResult result) implements Start {}
  }

  private final Model model;

  Tickets(Model model) {
    this.model = model;
  }

  Start startOf(TaskRun run) {
    PendingTask task = run.task();
    Stepper stepper = run.lease().plan().stage(task.key().stage()).stepper();
    if (task.checkpoint().isPresent()) {
      var checkpoint = task.checkpoint().get();
      SimState state = StateCodec.decode(checkpoint.state());
      return new Start.Ready(Ticket.resumed(run, stepper, state, checkpoint.swapAttempts()));
    }
    SimState state =
        task.input()
            .map(StateCodec::decode)
            .orElseGet(() -> StructureCodec.decode(task.structure()).toSimState());
    for (String column : state.columnNames()) {
      state.removeColumn(column);
    }
    for (int z : state.atomicNumbers()) {
      if (!model.supports(z)) {
        return new Start.Impossible(
            Outcomes.rejected(
                "unknown_to_model", model.name() + " does not know " + Elements.symbol(z)));
      }
    }
    return new Start.Ready(Ticket.fresh(run, stepper, state));
  }
}
