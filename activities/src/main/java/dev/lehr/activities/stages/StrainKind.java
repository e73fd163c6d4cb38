package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.StrainRecipe;
import dev.lehr.simulation.recipe.StrainRecipe.Strain;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.hipparchus.util.FastMath;

/**
 * {@code kind: strain}: strained structures. One of four keys: {@code strain}, one strain, or
 * {@code volume}, a ratio to the structure's own, change the structure in place; {@code strains}
 * and {@code volumes} are lists that make a structure of each entry, called {@code strain-1} and on
 * or {@code volume-0.94}. A strain is six numbers for xx, yy, zz, yz, xz, xy with engineering
 * shears (twice the tensor's), or three rows e: each lattice vector and position r, as a row,
 * becomes r (1 + e).
 */
public final class StrainKind implements StageKind {

  private static final List<String> KEYS = List.of("strain", "strains", "volume", "volumes");
  private static final String PREFIX = "volume-";
  private static final double MOST = 0.5;
  private static final double LEAST_RATIO = 0.1;
  private static final double MOST_RATIO = 10;
  private static final int[] NINE_OF_SIX = {0, 5, 4, 5, 1, 3, 4, 3, 2};

  @Override
  public String name() {
    return "strain";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Strained structures, or the same at other volumes; atoms go along with the cell";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    List<String> given = KEYS.stream().filter(f::has).toList();
    List<Strain> strains = new ArrayList<>();
    for (List<Double> tensor : f.tensors("strains", -MOST, MOST)) {
      strains.add(new Strain("strain-" + (strains.size() + 1), nine(tensor)));
    }
    List<Double> one = f.tensor("strain", -MOST, MOST);
    if (!one.isEmpty()) {
      strains.add(new Strain("strain", nine(one)));
    }
    for (double ratio : f.numbersFrom("volumes", LEAST_RATIO, MOST_RATIO)) {
      strains.add(ofVolume(ratio));
    }
    if (f.isList("volume")) {
      f.problem("volume", "found a list, expected one number; a list is volumes");
    }
    f.numbersFrom("volume", LEAST_RATIO, MOST_RATIO).forEach(r -> strains.add(ofVolume(r)));
    judge(f, given, strains);
    boolean inPlace = given.contains("strain") || given.contains("volume");
    return strains.isEmpty() || given.size() != 1 || (inPlace && strains.size() > 1)
        ? new StrainStage("volume", List.of(ofVolume(1)))
        : new StrainStage(given.get(0), strains);
  }

  private static void judge(Fields f, List<String> given, List<Strain> strains) {
    if (given.size() != 1) {
      f.problem(
          given.isEmpty() ? "strain" : given.get(1),
          "found "
              + (given.isEmpty() ? "none" : String.join(", ", given))
              + ", expected one of "
              + String.join(", ", KEYS));
      return;
    }
    if (given.get(0).endsWith("s") && f.isEmptyList(given.get(0))) {
      f.problem(given.get(0), "is empty, expected one or more");
    }
    List<String> names = new ArrayList<>();
    for (Strain s : strains) {
      if (names.contains(s.name())) {
        f.problem(given.get(0), "has " + s.name() + " twice, expected each once");
      }
      names.add(s.name());
      if (s.volumeRatio() < LEAST_RATIO) {
        f.problem(
            given.get(0),
            s.name()
                + " leaves "
                + s.volumeRatio()
                + " of the volume, expected "
                + LEAST_RATIO
                + " or more");
      }
    }
  }

  /** Three rows of what may be Voigt's six, whose shears are engineering's. */
  private static List<Double> nine(List<Double> tensor) {
    if (tensor.size() == 9) {
      return tensor;
    }
    List<Double> nine = new ArrayList<>();
    for (int k = 0; k < 9; k++) {
      int voigt = NINE_OF_SIX[k];
      nine.add(voigt < 3 ? tensor.get(voigt) : tensor.get(voigt) / 2);
    }
    return nine;
  }

  private static Strain ofVolume(double ratio) {
    double e = FastMath.cbrt(ratio) - 1;
    List<Double> rows = new ArrayList<>(Collections.nCopies(9, 0.0));
    rows.set(0, e);
    rows.set(4, e);
    rows.set(8, e);
    return new Strain(PREFIX + plain(ratio), rows);
  }

  private static String plain(double ratio) {
    return BigDecimal.valueOf(ratio).stripTrailingZeros().toPlainString();
  }

  /** The settings. */
  private record StrainStage(String key, List<Strain> strains) implements RecipeStage {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      switch (key) {
        case "volume" -> node.put(key, ratio(strains.get(0)));
        case "volumes" -> strains.forEach(s -> node.withArray(key).add(ratio(s)));
        case "strain" -> write(strains.get(0), node.putArray(key));
        default -> strains.forEach(s -> write(s, node.withArray(key).addArray()));
      }
      return node;
    }

    private static double ratio(Strain s) {
      return Double.parseDouble(s.name().substring(PREFIX.length()));
    }

    private static void write(Strain s, ArrayNode rows) {
      for (int k = 0; k < 9; k += 3) {
        ArrayNode row = rows.addArray();
        s.rows().subList(k, k + 3).forEach(row::add);
      }
    }

    @Override
    public Map<String, ValueType> values() {
      return new ValueTypes().add(ValueType.ANYTHING, "strain").all();
    }

    @Override
    public boolean makesStructures() {
      return key.endsWith("s");
    }

    @Override
    public Recipe recipe() {
      return new StrainRecipe(strains, !makesStructures());
    }
  }
}
