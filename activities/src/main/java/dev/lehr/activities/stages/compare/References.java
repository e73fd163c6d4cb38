package dev.lehr.activities.stages.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.analysis.hull.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What energies of formation are counted from. */
sealed interface References {

  /** The settings, as they are read. */
  JsonNode settings();

  /** Phases beside the structures. */
  List<Entry> entries();

  /** Whether structures that are one element alone are references. */
  boolean areStructures();

  /** Why they do not belong to energies of a model. */
  Optional<String> objectionTo(ModelIdentity model);

  /** The structures that are one element alone, the most stable of each. */
  record OfStructures() implements References {

    @Override
    public JsonNode settings() {
      return JsonNodeFactory.instance.textNode("structures");
    }

    @Override
    public List<Entry> entries() {
      return List.of();
    }

    @Override
    public boolean areStructures() {
      return true;
    }

    @Override
    public Optional<String> objectionTo(ModelIdentity model) {
      return Optional.empty();
    }
  }

  /**
   * Energies of elements that somebody has computed.
   *
   * @param functional that they were computed with; empty where only a model is named
   * @param corrections that they contain; {@code none} where nothing is said
   * @param model name or digest, or its beginning, of the model; empty where it is of no model
   * @param energies eV/atom by symbol
   */
  record Declared(String functional, String corrections, String model, Map<String, Double> energies)
      implements References {

    /** Sorts by symbol. */
    public Declared {
      energies = Collections.unmodifiableMap(new TreeMap<>(energies));
    }

    @Override
    public JsonNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      if (!functional.isEmpty()) {
        node.put("functional", functional);
        node.put("corrections", corrections);
      }
      if (!model.isEmpty()) {
        node.put("model", model);
      }
      ObjectNode values = node.putObject("energies");
      energies.forEach(values::put);
      return node;
    }

    @Override
    public List<Entry> entries() {
      List<Entry> all = new ArrayList<>();
      energies.forEach(
          (symbol, energy) ->
              all.add(new Entry("reference " + symbol, Composition.of(Map.of(symbol, 1)), energy)));
      return all;
    }

    @Override
    public boolean areStructures() {
      return false;
    }

    @Override
    public Optional<String> objectionTo(ModelIdentity found) {
      boolean isNamed = model.isEmpty() || isThe(found);
      if (!isNamed) {
        return Optional.of(
            "the references are of the model '"
                + model
                + "', and the campaign's is '"
                + found.name()
                + "' ("
                + found.digest()
                + ")");
      }
      if (found.functional().isEmpty()) {
        return model.isEmpty()
            ? Optional.of(
                "the references are of "
                    + functional
                    + ", and the model '"
                    + found.name()
                    + "' does not say which functional its energies are of; name the model in the"
                    + " references, model: "
                    + found.name()
                    + ", if they were computed with it")
            : Optional.empty();
      }
      return functional.isEmpty() ? Optional.empty() : difference(found);
    }

    private Optional<String> difference(ModelIdentity found) {
      String theirs = found.corrections().isEmpty() ? "none" : found.corrections();
      boolean isSame =
          functional.equalsIgnoreCase(found.functional()) && corrections.equalsIgnoreCase(theirs);
      return isSame
          ? Optional.empty()
          : Optional.of(
              "the references are of "
                  + functional
                  + " with corrections "
                  + corrections
                  + ", and energies of the model '"
                  + found.name()
                  + "' are of "
                  + found.functional()
                  + " with corrections "
                  + theirs);
    }

    private boolean isThe(ModelIdentity found) {
      String asked = model.toLowerCase(Locale.ROOT);
      boolean isDigest = asked.length() >= 8 && found.digest().startsWith(asked);
      return model.equals(found.name()) || isDigest;
    }
  }
}
