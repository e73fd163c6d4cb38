package dev.lehr.activities.reports.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.results.ResultFields;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the atoms of some structures are, at the start and at the end, as small JSON for pictures:
 * {@code symbols}, {@code positions} (angstrom, flat), {@code cell} (angstrom, nine numbers; absent
 * without one) and {@code pbc}. Coordinates are rounded to 1e-4 angstrom.
 */
public final class Geometries {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Atoms of the largest structure that is drawn. */
  public static final int LARGEST = 2000;

  private final long budget;
  private final Map<Long, String> initial = new LinkedHashMap<>();
  private final Map<Long, String> last = new LinkedHashMap<>();
  private long characters;

  private Geometries(long budget) {
    this.budget = budget;
  }

  /**
   * Reads those of some structures.
   *
   * @param wanted indices of the structures
   * @param budget characters of JSON at most, all together
   */
  public static Geometries read(
      Ledger ledger, CampaignRow campaign, Set<Long> wanted, long budget) {
    Geometries geometries = new Geometries(budget);
    for (int stage = campaign.stages().size() - 1; stage >= 0 && !wanted.isEmpty(); stage--) {
      boolean first = stage == 0;
      if (!first && geometries.last.size() >= wanted.size()) {
        continue;
      }
      ledger.forEachResult(
          campaign.id(),
          stage,
          Set.of(),
          true,
          row -> {
            if (wanted.contains(row.structure())) {
              geometries.note(row, first);
            }
          });
    }
    return geometries;
  }

  private void note(ResultRow row, boolean first) {
    if (row.nAtoms() > LARGEST) {
      return;
    }
    if (!last.containsKey(row.structure())) {
      ResultFields.state(row).ifPresent(s -> put(last, row.structure(), s));
    }
    if (first) {
      ResultFields.input(row)
          .map(Structure::toSimState)
          .ifPresent(s -> put(initial, row.structure(), s));
    }
  }

  private void put(Map<Long, String> where, long structure, SimState state) {
    String text = json(state);
    if (characters + text.length() <= budget) {
      characters += text.length();
      where.put(structure, text);
    }
  }

  private static String json(SimState state) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode symbols = node.putArray("symbols");
    for (int z : state.atomicNumbers()) {
      symbols.add(Elements.isKnown(z) ? Elements.symbol(z) : "X");
    }
    rounded(node.putArray("positions"), state.positions());
    boolean periodic = false;
    ArrayNode pbc = node.putArray("pbc");
    for (boolean p : state.pbc()) {
      pbc.add(p);
      periodic |= p;
    }
    if (periodic) {
      rounded(node.putArray("cell"), state.cell());
    }
    return node.toString();
  }

  private static void rounded(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(Math.round(value * 1e4) / 1e4);
    }
  }

  /** The structure as it was taken in, as JSON. */
  public Optional<String> initial(long structure) {
    return Optional.ofNullable(initial.get(structure));
  }

  /** The structure as the last stage that moved it left it, as JSON. */
  public Optional<String> last(long structure) {
    return Optional.ofNullable(last.get(structure));
  }
}
