package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.SubstituteRecipe;
import dev.lehr.simulation.recipe.SubstituteRecipe.Sites;
import dev.lehr.simulation.structure.Elements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code kind: substitute}: other elements on the sites of one. Keys: {@code replace}, an object
 * such as {@code {Cu: Ni}} or {@code {Cu: [Ni, Pd], O: S}}; {@code sites: all} (every combination
 * of what is listed), {@code each} (one site at a time) or {@code inequivalent} (one site at a
 * time, one of those that symmetry makes equal). With {@code all} and without a list one structure
 * is made, called as the stage; otherwise several, called {@code Cu-to-Ni} or {@code Cu3-to-Ni}
 * (atoms from 0).
 */
public final class SubstituteKind implements StageKind {

  private static final String EXPECTED = "an object such as {Cu: Ni} or {Cu: [Ni, Pd]}";

  @Override
  public String name() {
    return "substitute";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Structures with other elements on the sites of one";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    Fields replace = f.object("replace");
    Map<Integer, List<Integer>> elements = new LinkedHashMap<>();
    boolean isList = false;
    for (String from : replace.names()) {
      List<Integer> to = targets(replace, from);
      OptionalInt element = Elements.number(from);
      if (element.isEmpty()) {
        replace.problem(from, unknown(from));
      } else if (elements.containsKey(element.getAsInt())) {
        replace.problem(from, "the element is here twice");
      } else if (!to.isEmpty()) {
        elements.put(element.getAsInt(), to);
        isList |= replace.isList(from);
      }
    }
    if (replace.names().isEmpty()) {
      f.problem(
          "replace",
          f.has("replace") ? "is empty, expected " + EXPECTED : "is missing, expected " + EXPECTED);
    }
    Sites sites = f.choice("sites", Words.of(List.of(Sites.values()), Sites::key), Sites.ALL);
    return new SubstituteStage(elements, sites, isList || sites != Sites.ALL);
  }

  private static List<Integer> targets(Fields replace, String from) {
    List<Integer> to = new ArrayList<>();
    for (String symbol : replace.texts(from, "an element or a list of some")) {
      OptionalInt element = Elements.number(symbol);
      if (element.isEmpty()) {
        replace.problem(from, unknown(symbol));
      } else if (to.contains(element.getAsInt()) || Elements.number(from).equals(element)) {
        replace.problem(from, "found " + symbol + ", expected other elements, each once");
      } else {
        to.add(element.getAsInt());
      }
    }
    if (replace.isEmptyList(from)) {
      replace.problem(from, "is empty, expected one element or more");
    }
    return to;
  }

  private static String unknown(String symbol) {
    return "unknown element '"
        + symbol
        + "'"
        + Elements.guess(symbol).map(g -> ", did you mean '" + g + "'?").orElse("");
  }

  /** The settings. */
  private record SubstituteStage(Map<Integer, List<Integer>> elements, Sites sites, boolean several)
      implements RecipeStage {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      ObjectNode replace = node.putObject("replace");
      elements.forEach(
          (from, to) -> {
            String symbol = Elements.symbol(from);
            if (!several) {
              replace.put(symbol, Elements.symbol(to.get(0)));
            } else {
              to.forEach(e -> replace.withArray(symbol).add(Elements.symbol(e)));
            }
          });
      return node.put("sites", sites.key());
    }

    @Override
    public Map<String, ValueType> values() {
      return new ValueTypes().add(ValueType.ANYTHING, "substituted").all();
    }

    /** It has other atoms than the record that a geometry could go with. */
    @Override
    public boolean makesStructures() {
      return true;
    }

    @Override
    public Recipe recipe() {
      return new SubstituteRecipe(elements, sites, !several);
    }
  }
}
