package dev.lehr.worker.run;

import dev.lehr.activities.engine.FoundValues;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.simulation.run.MovedStructure;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a structure in a stage.
 *
 * @param id the structure's
 * @param status how it ended
 * @param reason a word where it did not converge; empty otherwise
 * @param detail a sentence; empty where there is nothing to say
 * @param energy eV; NaN where there is none
 * @param iterations steps made
 * @param values what the stage found, by name, as in expressions: numbers, texts, truths, lists and
 *     maps of these
 * @param structure as it left the stage; as it was taken in where the stage has no state of it;
 *     empty for one that could not be read
 */
public record StageResult(
    String id,
    TaskStatus status,
    String reason,
    String detail,
    double energy,
    int iterations,
    Map<String, Object> values,
    Optional<Structure> structure) {

  /** Whether it met the goal of its stage. */
  public boolean isConverged() {
    return status.isSuccess();
  }

  /**
   * A number that was found.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  public double number(String name) {
    if (values.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        id + " has no number '" + name + "'; there are: " + values.keySet());
  }

  static StageResult of(ResultRow row) {
    return new StageResult(
        row.id(),
        row.status(),
        row.reason(),
        row.detail(),
        row.energy(),
        row.iterations(),
        FoundValues.of(Map.of(row.stage(), row.properties())).getOrDefault(row.stage(), Map.of()),
        structure(row));
  }

  private static Optional<Structure> structure(ResultRow row) {
    try {
      byte[] input = row.input().orElse(new byte[0]);
      if (input.length == 0) {
        return Optional.empty();
      }
      Structure structure = StructureCodec.decode(input);
      byte[] state = row.state().orElse(new byte[0]);
      return Optional.of(
          state.length == 0 ? structure : MovedStructure.of(structure, StateCodec.decode(state)));
    } catch (DamagedBytesException e) {
      throw new LedgerException(
          "the ledger's record of " + row.id() + " is damaged: " + e.getMessage(), e, false);
    }
  }
}
