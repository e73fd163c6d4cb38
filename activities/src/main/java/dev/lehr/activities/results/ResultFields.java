package dev.lehr.activities.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one result, in the order in which they are written. The first ones are always
 * there, null where there is none: {@code structure} (index), {@code id}, {@code source}, {@code
 * formula}, {@code n_atoms}, {@code stage}, {@code status}, {@code reason}, {@code detail}, {@code
 * energy} (eV), {@code energy_per_atom} (eV), {@code fmax} (eV/angstrom), {@code stress} (3x3,
 * eV/angstrom^3), {@code iterations}, {@code swap_attempts}; then every other property that the
 * stage computed.
 */
public final class ResultFields {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ResultFields() {}

  /**
   * The fields of a row.
   *
   * @param arrays whether to add {@code symbols}, {@code numbers}, {@code positions} (angstrom),
   *     {@code cell}, {@code pbc} and {@code forces} (eV/angstrom); the row must have been read
   *     with arrays
   * @throws ResultException where the ledger's bytes are damaged
   */
  public static ObjectNode of(ResultRow row, boolean arrays) {
    ObjectNode properties = properties(row);
    ObjectNode fields = JSON.objectNode();
    fields.put("structure", row.structure());
    fields.put("id", row.id());
    fields.put("source", row.source());
    fields.put("formula", row.formula());
    fields.put("n_atoms", row.nAtoms());
    fields.put("stage", row.stage());
    fields.put("status", row.status().key());
    fields.set("reason", text(row.reason()));
    fields.set("detail", text(row.detail()));
    fields.set("energy", number(row.energy()));
    fields.set("energy_per_atom", number(row.energy() / row.nAtoms()));
    fields.set("fmax", orNull(properties.remove("fmax")));
    fields.set("stress", stress(row, properties.remove("stress")));
    fields.put("iterations", row.iterations());
    fields.put("swap_attempts", row.swapAttempts());
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      fields.putIfAbsent(property.getKey(), property.getValue());
    }
    if (arrays) {
      putArrays(fields, row);
    }
    return fields;
  }

  /** The properties of a row. */
  public static ObjectNode properties(ResultRow row) {
    try {
      return MAPPER.readTree(row.properties().isEmpty() ? "{}" : row.properties())
              instanceof ObjectNode object
          ? object
          : JSON.objectNode();
    } catch (JsonProcessingException e) {
      throw new ResultException(row, "properties that are not JSON", e);
    }
  }

  /** The structure as it was taken in; empty where it could not be read, or was not asked for. */
  public static Optional<Structure> input(ResultRow row) {
    if (row.input().isEmpty() || row.input().get().length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(StructureCodec.decode(row.input().get()));
    } catch (DamagedBytesException e) {
      throw new ResultException(row, "a damaged structure", e);
    }
  }

  /** The state as it ended; empty where there is none, or it was not asked for. */
  public static Optional<SimState> state(ResultRow row) {
    if (row.state().isEmpty() || row.state().get().length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(StateCodec.decode(row.state().get()));
    } catch (DamagedBytesException e) {
      throw new ResultException(row, "a damaged state", e);
    }
  }

  /** The numbers of a column of a state, where it has one. */
  static Optional<double[]> column(Optional<SimState> state, String name) {
    return state.filter(s -> s.hasColumn(name)).map(s -> s.doubles(name));
  }

  private static void putArrays(ObjectNode fields, ResultRow row) {
    Optional<SimState> state = state(row);
    Optional<SimState> shown = state.or(() -> input(row).map(Structure::toSimState));
    ArrayNode symbols = JSON.arrayNode();
    ArrayNode numbers = JSON.arrayNode();
    ArrayNode pbc = JSON.arrayNode();
    shown.ifPresent(
        s -> {
          for (int z : s.atomicNumbers()) {
            symbols.add(Elements.isKnown(z) ? Elements.symbol(z) : "X");
            numbers.add(z);
          }
          for (boolean p : s.pbc()) {
            pbc.add(p);
          }
        });
    boolean there = shown.isPresent();
    fields.set("symbols", there ? symbols : JSON.nullNode());
    fields.set("numbers", there ? numbers : JSON.nullNode());
    fields.set("positions", rows(shown.map(SimState::positions)));
    fields.set("cell", rows(shown.map(SimState::cell)));
    fields.set("pbc", there ? pbc : JSON.nullNode());
    fields.set("forces", rows(column(state, "forces")));
    state.ifPresent(
        s -> {
          for (String name : ExtraOutput.namesIn(s)) {
            ArrayNode values = JSON.arrayNode();
            for (double value : s.doubles(ExtraOutput.columnOf(name))) {
              values.add(number(value));
            }
            fields.set(name, values);
          }
        });
  }

  private static JsonNode stress(ResultRow row, @Nullable JsonNode found) {
    if (found instanceof ArrayNode flat && flat.size() == 9) {
      double[] values = new double[9];
      for (int i = 0; i < 9; i++) {
        values[i] = flat.get(i).isNumber() ? flat.get(i).doubleValue() : Double.NaN;
      }
      return rows(Optional.of(values));
    }
    return found != null && !found.isNull() ? found : rows(column(state(row), "stress"));
  }

  /** Rows of three numbers. */
  private static JsonNode rows(Optional<double[]> values) {
    if (values.isEmpty()) {
      return JSON.nullNode();
    }
    ArrayNode rows = JSON.arrayNode();
    double[] v = values.get();
    for (int i = 0; i + 2 < v.length; i += 3) {
      rows.add(JSON.arrayNode().add(number(v[i])).add(number(v[i + 1])).add(number(v[i + 2])));
    }
    return rows;
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
  }

  private static JsonNode text(String value) {
    return value.isEmpty() ? JSON.nullNode() : JSON.textNode(value);
  }

  private static JsonNode orNull(@Nullable JsonNode node) {
    return node == null ? JSON.nullNode() : node;
  }
}
