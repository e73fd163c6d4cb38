package dev.lehr.activities.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.files.ComputedProperties;
import dev.lehr.activities.files.ExtxyzWriter;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Frames with the info and arrays of the input, ASE's names for energy, forces and stress, and our
 * own fields with a prefix. A structure that could not be read has no frame.
 */
final class ExtxyzResultWriter implements ResultWriter {

  private final ExtxyzWriter writer;

  ExtxyzResultWriter(Appendable out) {
    this.writer = new ExtxyzWriter(out);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    Optional<Structure> input = ResultFields.input(row);
    if (input.isPresent()) {
      writer.write(withOutputs(row, input.get()), computed(row, input.get()));
    }
  }

  /** What the model gave of each atom besides becomes columns, under the outputs' names. */
  private static Structure withOutputs(ResultRow row, Structure input) {
    Structure.Builder all = input.toBuilder();
    ResultFields.state(row)
        .ifPresent(
            state -> {
              for (String name : ExtraOutput.namesIn(state)) {
                String column = ExtraOutput.columnOf(name);
                int width = state.column(column).width();
                if (state.column(column).scope() == Scope.ATOM) {
                  all.array(name, new AtomColumn.Reals(width, state.doubles(column)));
                }
              }
            });
    return all.build();
  }

  private static ComputedProperties computed(ResultRow row, Structure input) {
    Optional<SimState> state = ResultFields.state(row);
    return new ComputedProperties(
        state.map(SimState::positions),
        input.cell().isPresent() ? state.map(SimState::cell) : Optional.empty(),
        Double.isFinite(row.energy()) ? OptionalDouble.of(row.energy()) : OptionalDouble.empty(),
        ResultFields.column(state, "forces"),
        input.cell().isPresent() ? ResultFields.column(state, "stress") : Optional.empty(),
        fields(row));
  }

  private static Map<String, Object> fields(ResultRow row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("structure", row.structure());
    fields.put("id", row.id());
    fields.put("source", row.source());
    fields.put("stage", row.stage());
    fields.put("status", row.status().key());
    if (!row.reason().isEmpty()) {
      fields.put("reason", row.reason());
    }
    fields.put("iterations", (long) row.iterations());
    fields.put("swap_attempts", (long) row.swapAttempts());
    ResultFields.properties(row)
        .properties()
        .forEach(property -> put(fields, property.getKey(), property.getValue()));
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, JsonNode value) {
    if (name.equals("stress") || name.equals("forces") || fields.containsKey(name)) {
      return;
    }
    if (value.isIntegralNumber()) {
      fields.put(name, value.longValue());
    } else if (value.isNumber()) {
      fields.put(name, value.doubleValue());
    } else if (value.isBoolean()) {
      fields.put(name, value.booleanValue());
    } else if (value.isTextual()) {
      fields.put(name, value.textValue());
    }
  }
}
