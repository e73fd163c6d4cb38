package dev.lehr.activities.engine;

import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the ledger has of a task into a system that can join a batch. */
final class Tickets {

  private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

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
    Start start = begin(run);
    if (start instanceof Start.Ready ready) {
      StagePlan plan = run.lease().plan();
      int more = plan.stage(run.key().stage()).traits().priority();
      Customer owner = plan.customer();
      if (more != 0) {
        owner =
            new Customer(
                owner.name() + "/" + run.key().stage(), owner.priority() + more, owner.weight());
      }
      ready.ticket().of(owner).checkpointEvery(plan.checkpointEvery());
    }
    return start;
  }

  private Start begin(TaskRun run) {
    Stepper stepper = stepper(run);
    if (run.task().checkpoint().isPresent()) {
      Checkpoint checkpoint = run.task().checkpoint().get();
      try {
        SimState state = StateCodec.decode(checkpoint.state());
        return new Start.Ready(Ticket.resumed(run, stepper, state, checkpoint.swapAttempts()));
      } catch (DamagedBytesException e) {
        run.startAnew();
        LogContext.of(run)
            .run(
                () ->
                    LOG.warn(
                        "{} starts anew: its checkpoint is damaged: {}",
                        run.task().id(),
                        e.getMessage()));
      }
    }
    try {
      return run.job().isPresent()
          ? from(run, run.job().get().job().structure(), Optional.empty(), StartConditions.none())
          : fromInput(run);
    } catch (DamagedBytesException e) {
      return new Start.Impossible(
          Outcomes.rejected("damaged_record", "the ledger's copy is damaged: " + e.getMessage()));
    }
  }

  /** What advances a task's system. */
  static Stepper stepper(TaskRun run) {
    return run.job().isPresent()
        ? run.job().get().job().verb().stepper()
        : run.lease().plan().stage(run.key().stage()).steps().stepper();
  }

  private Start fromInput(TaskRun run) throws DamagedBytesException {
    PendingTask task = run.task();
    Structure structure = StructureCodec.decode(task.structure());
    Optional<SimState> input = Optional.empty();
    if (task.input().isPresent()) {
      input = Optional.of(StateCodec.decode(task.input().get()));
    }
    StartConditions start = run.lease().plan().stage(run.key().stage()).steps().start();
    return from(run, structure, input, start);
  }

  private Start from(
      TaskRun run, Structure structure, Optional<SimState> input, StartConditions start) {
    PendingTask task = run.task();
    Stepper stepper = stepper(run);
    SimState state = input.orElseGet(structure::toSimState);
    Set<String> kept = input.isPresent() ? stepper.takesOver() : Set.of();
    for (String column : state.columnNames()) {
      if (!kept.contains(column)) {
        state.removeColumn(column);
      }
    }
    // What is held is the structure's, whatever the stage before held besides.
    structure.constrain(state);
    for (int z : state.atomicNumbers()) {
      if (!model.supports(z)) {
        return new Start.Impossible(
            Outcomes.rejected(
                "unknown_to_model", model.name() + " does not know " + Elements.symbol(z)));
      }
    }
    if (!model.endsWithin(state.pbc())) {
      return new Start.Impossible(
          Outcomes.rejected(
              "needs_a_cutoff",
              "it is periodic, and the model " + model.name() + " has no cutoff here"));
    }
    Optional<String> wanting = SystemInput.give(model.inputs(), structure, state);
    if (wanting.isPresent()) {
      return new Start.Impossible(Outcomes.rejected("model_input", wanting.get()));
    }
    ExtraOutput.addColumns(model.outputs(), state);
    stepper.begin(state, structure);
    Optional<Verdict.Failed> refused = stepper.refuses(state);
    if (refused.isEmpty()) {
      refused = start.apply(state, task.id());
    }
    return refused.isPresent()
        ? new Start.Impossible(Outcomes.rejected(refused.get().reason(), refused.get().detail()))
        : new Start.Ready(Ticket.fresh(run, stepper, state));
  }
}
