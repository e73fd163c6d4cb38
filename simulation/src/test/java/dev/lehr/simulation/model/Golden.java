package dev.lehr.simulation.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads the reference files of models and neighbour lists. */
public final class Golden {

  public static final Map<String, Integer> ATOMIC_NUMBERS =
      Map.ofEntries(
          Map.entry("Cu", 29),
          Map.entry("Ag", 47),
          Map.entry("Au", 79),
          Map.entry("Ni", 28),
          Map.entry("Pd", 46),
          Map.entry("Pt", 78),
          Map.entry("Al", 13),
          Map.entry("Pb", 82),
          Map.entry("Fe", 26),
          Map.entry("Mo", 42),
          Map.entry("Ta", 73),
          Map.entry("W", 74),
          Map.entry("Mg", 12),
          Map.entry("Co", 27),
          Map.entry("Ti", 22),
          Map.entry("Zr", 40));

  private Golden() {}

  public static JsonNode read(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/models/" + name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SimState state(JsonNode structure) {
    boolean[] pbc = {true, true, true};
    for (int k = 0; structure.has("pbc") && k < 3; k++) {
      pbc[k] = structure.get("pbc").get(k).asBoolean();
    }
    int[] z =
        StreamSupport.stream(structure.get("symbols").spliterator(), false)
            .mapToInt(s -> s.isNumber() ? s.asInt() : ATOMIC_NUMBERS.get(s.asText()))
            .toArray();
    double[] masses = new double[z.length];
    Arrays.fill(masses, 1);
    double[] positions = flat(structure.get("positions"));
    return SimState.ofSystem(z, masses, positions, flat(structure.get("cell")), pbc);
  }

  public static double[] flat(JsonNode nested) {
    if (nested.isNumber()) {
      return new double[] {nested.asDouble()};
    }
    return StreamSupport.stream(nested.spliterator(), false)
        .flatMapToDouble(row -> Arrays.stream(flat(row)))
        .toArray();
  }

  public static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
