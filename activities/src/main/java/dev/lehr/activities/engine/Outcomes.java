package dev.lehr.activities.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.optimize.Figures;
import dev.lehr.simulation.optimize.Optimizer;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Arrays;

/** Puts what became of a system into the form that the ledger keeps. */
final class Outcomes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Outcomes() {}

  /** The result of a system that left the batch with a verdict. */
  static TaskResult of(Stepper stepper, SimState system, Verdict verdict, int swapAttempts) {
    int iterations = (int) system.longs(Stepper.ITERATION)[0];
    double energy = system.doubles(Stepper.ENERGY)[0];
    TaskStatus status = TaskStatus.CONVERGED;
    if (verdict instanceof Verdict.Failed) {
      status = TaskStatus.FAILED;
    } else if (verdict instanceof Verdict.MaxIterations) {
      status = TaskStatus.MAX_ITERATIONS;
    }
    return new TaskResult(
        status,
        verdict.reason(),
        verdict.detailAfter(iterations),
        energy,
        iterations,
        swapAttempts,
        properties(stepper, system),
        StateCodec.encode(withoutMemory(system)));
  }

  /** A result needs no Hessian and no history, which may be most of a state. */
  private static SimState withoutMemory(SimState system) {
    for (String name : system.columnNames()) {
      if (system.column(name) instanceof Column.Ragged) {
        system.removeColumn(name);
      }
    }
    return system;
  }

  /** Whether a result says what would come of the same task again. */
  static boolean isWorthRemembering(TaskResult result) {
    return switch (result.status()) {
      case CONVERGED, MAX_ITERATIONS -> true;
      default -> false;
    };
  }

  /** A result with the state in which its task came. */
  static TaskResult asItCame(PendingTask task, TaskResult result) {
    byte[] state = task.input().orElse(new byte[0]);
    if (state.length == 0) {
      try {
        state = StateCodec.encode(StructureCodec.decode(task.structure()).toSimState());
      } catch (DamagedBytesException e) {
        return result;
      }
    }
    return new TaskResult(
        result.status(),
        result.reason(),
        result.detail(),
        result.energy(),
        result.iterations(),
        result.swapAttempts(),
        result.properties(),
        state);
  }

  /** The result of a system that cannot start. */
  static TaskResult rejected(String reason, String detail) {
    return new TaskResult(TaskStatus.REJECTED, reason, detail, Double.NaN, 0, 0, "{}", new byte[0]);
  }

  /** The result of a system that alone is larger than a batch may be. */
  static TaskResult tooLarge(String size, double scaler, double maxScaler) {
    return new TaskResult(
        TaskStatus.FAILED,
        "larger_than_device",
        size + " is " + scaler + ", the batch takes " + maxScaler,
        Double.NaN,
        0,
        0,
        "{}",
        new byte[0]);
  }

  /** The result of a system that takes its worker process down with it. */
  static TaskResult killedWorker(PendingTask task) {
    int steps = task.checkpoint().map(Checkpoint::iterations).orElse(0);
    return new TaskResult(
        TaskStatus.FAILED,
        "killed_worker",
        "its worker died "
            + task.uncleanDeaths()
            + " times with it in the batch, the last time with nothing else in it, within steps of "
            + steps,
        Double.NaN,
        steps,
        task.checkpoint().map(Checkpoint::swapAttempts).orElse(0),
        "{}",
        new byte[0]);
  }

  private static String properties(Stepper stepper, SimState system) {
    ObjectNode p = JSON.createObjectNode();
    double energy = system.doubles(Stepper.ENERGY)[0];
    double volume = Math.abs(system.volume(0));
    put(p, "energy", energy);
    p.put("iterations", (int) system.longs(Stepper.ITERATION)[0]);
    put(p, "energy_per_atom", energy / system.nAtoms());
    put(p, "fmax", Figures.fmax(system, 0));
    double[] stress = system.doubles(Stepper.STRESS);
    ArrayNode rows = p.putArray("stress");
    for (int i = 0; i < 3; i++) {
      ArrayNode row = rows.addArray();
      for (int j = 0; j < 3; j++) {
        addFinite(row, stress[3 * i + j]);
      }
    }
    put(p, "max_stress", Figures.maxStress(system, 0));
    put(p, "pressure_gpa", Units.toGpa(-(stress[0] + stress[4] + stress[8]) / 3));
    put(p, "volume", volume);
    put(p, "volume_per_atom", volume / system.nAtoms());
    put(p, "shortest_distance", Figures.shortestDistance(system, 0));
    if (stepper instanceof Optimizer optimizer) {
      put(p, "cell_fmax", Figures.cellFmax(system, 0));
      optimizer
          .relaxation()
          .smax(system, 0)
          .ifPresent(stressLeft -> put(p, "smax", Units.toGpa(stressLeft)));
      put(p, "enthalpy", optimizer.enthalpy(system, 0));
      put(p, "volume_ratio", Figures.volumeRatio(system, 0));
      put(p, "largest_displacement", optimizer.relaxation().largestDisplacement(system, 0));
      optimizer.note(system, 0).ifPresent(note -> p.put("note", note));
    }
    outputsOfTheModel(p, system);
    if (stepper instanceof Dynamics dynamics) {
      DynamicsFields.put(p, dynamics.settings(), system);
    }
    try {
      return JSON.writeValueAsString(p);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What the model gave of the whole system besides; of its atoms, the sum, and the state has all.
   */
  private static void outputsOfTheModel(ObjectNode p, SimState system) {
    for (String name : ExtraOutput.namesIn(system)) {
      Column column = system.column(ExtraOutput.columnOf(name));
      double[] values = system.doubles(ExtraOutput.columnOf(name));
      if (column.width() == 1) {
        put(p, column.scope() == Scope.ATOM ? name + "_sum" : name, Arrays.stream(values).sum());
      }
    }
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void addFinite(ArrayNode row, double value) {
    if (Double.isFinite(value)) {
      row.add(value);
    } else {
      row.addNull();
    }
  }
}
