package dev.lehr.simulation.analysis.hull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Materials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against pymatgen's PhaseDiagram ({@code bench/reference/pymatgen_hull.py}). */
class ConvexHullTest {

  private static Entry entry(String id, double energy, Object... symbolsAndCounts) {
    Map<String, Integer> counts = new HashMap<>();
    for (int k = 0; k < symbolsAndCounts.length; k += 2) {
      counts.put((String) symbolsAndCounts[k], (Integer) symbolsAndCounts[k + 1]);
    }
    return new Entry(id, Composition.of(counts), energy);
  }

  private static List<Entry> entries(JsonNode set) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode e : set.get("entries")) {
      Map<String, Integer> counts = new HashMap<>();
      e.get("counts").properties().forEach(c -> counts.put(c.getKey(), c.getValue().asInt()));
      entries.add(
          new Entry(
              String.valueOf(entries.size()), Composition.of(counts), e.get("energy").asDouble()));
    }
    return entries;
  }

  @Test
  void energiesAboveHullAndOfFormationAreThoseOfPymatgen() {
    int compared = 0;
    int stable = 0;
    for (JsonNode set : Materials.golden("pymatgen_hull.json.gz").get("cases")) {
      List<Entry> entries = entries(set);
      List<Answer<HullPlace>> places = ConvexHull.of(entries).places(entries);
      for (int i = 0; i < entries.size(); i++) {
        String what = set.get("name").asText() + ", entry " + i;
        HullPlace found = places.get(i).orElseThrow();
        JsonNode reference = set.get("places").get(i);
        assertThat(found.energyAboveHull())
            .as(what)
            .isCloseTo(reference.get("above").asDouble(), within(1e-9));
        assertThat(found.formationEnergy())
            .as(what)
            .isCloseTo(reference.get("formation").asDouble(), within(1e-9));
        compared++;
        stable += found.isStable() ? 1 : 0;
      }
    }
    assertThat(compared).isGreaterThan(600);
    assertThat(stable).isBetween(100, compared / 2);
  }

  @Test
  void decompositionsAreThoseOfPymatgenWhereTheyAreUnique() {
    int compared = 0;
    for (JsonNode set : Materials.golden("pymatgen_hull.json.gz").get("cases")) {
      if (!set.get("name").asText().startsWith("random")) {
        continue;
      }
      List<Entry> entries = entries(set);
      List<Answer<HullPlace>> places = ConvexHull.of(entries).places(entries);
      for (int i = 0; i < entries.size(); i++) {
        Map<String, Double> reference = new HashMap<>();
        for (JsonNode product : set.get("places").get(i).get("products")) {
          reference.put(product.get(0).asText(), product.get(1).asDouble());
        }
        List<Share> shares = places.get(i).orElseThrow().decomposition();
        assertThat(shares).as("%s %s", set.get("name"), i).hasSameSizeAs(reference.keySet());
        for (Share share : shares) {
          assertThat(reference).containsKey(share.id());
          assertThat(share.fraction())
              .isCloseTo(reference.getOrDefault(share.id(), -1.0), within(1e-8));
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(400);
  }

  @Test
  void productsHaveTheCompositionAndTheEnergyOfTheHullAlsoWhereTheyAreNotUnique() {
    for (JsonNode set : Materials.golden("pymatgen_hull.json.gz").get("cases")) {
      List<Entry> entries = entries(set);
      ConvexHull hull = ConvexHull.of(entries);
      for (Entry entry : entries) {
        HullPlace place = hull.place(entry).orElseThrow();
        double energy = 0;
        Map<Integer, Double> left = new HashMap<>();
        entry.composition().counts().keySet().forEach(z -> left.put(z, 0.0));
        for (Share share : place.decomposition()) {
          Entry product = entries.get(Integer.parseInt(share.id()));
          energy += share.fraction() * product.energyPerAtom();
          product
              .composition()
              .counts()
              .keySet()
              .forEach(
                  z ->
                      left.merge(
                          z, share.fraction() * product.composition().fraction(z), Double::sum));
        }
        assertThat(entry.energyPerAtom() - energy).isCloseTo(place.energyAboveHull(), within(1e-8));
        left.forEach(
            (z, fraction) ->
                assertThat(fraction).isCloseTo(entry.composition().fraction(z), within(1e-8)));
      }
    }
  }

  @Test
  void aMissingElementIsNamedAndTheOthersArePlaced() {
    Entry titanium = entry("Ti hcp", -15.6, "Ti", 2);
    Entry rutile = entry("rutile", -52.8, "Ti", 2, "O", 4);
    ConvexHull hull = ConvexHull.of(List.of(titanium, rutile));
    assertThat(hull.place(titanium).orElseThrow().isStable()).isTrue();
    assertThatThrownBy(() -> hull.place(rutile).orElseThrow())
        .hasMessage(
            "missing_reference: rutile holds O, and no entry is that element alone; elements among"
                + " the entries: Ti");
    assertThat(hull.stable()).containsExactly("Ti hcp");
  }

  @Test
  void anEnergyThatIsNoNumberIsRefusedAndDoesNotSpoilTheHull() {
    List<Entry> entries =
        List.of(entry("a", -1, "Al", 1), entry("b", Double.NaN, "Al", 1), entry("c", -3, "Ni", 1));
    List<Answer<HullPlace>> places = ConvexHull.of(entries).places(entries);
    assertThatThrownBy(() -> places.get(1).orElseThrow())
        .hasMessage("not_finite: found an energy of NaN eV for b");
    assertThat(places.get(0).orElseThrow().energyAboveHull()).isZero();
  }

  @Test
  void ofEqualsTheFirstIsTheProductAndAllAreStable() {
    List<Entry> entries =
        List.of(
            entry("Al", -1, "Al", 1),
            entry("Ni", -3, "Ni", 1),
            entry("first", -5, "Al", 1, "Ni", 1),
            entry("same", -10, "Al", 2, "Ni", 2),
            entry("higher", -4.8, "Al", 1, "Ni", 1));
    ConvexHull hull = ConvexHull.of(entries);
    HullPlace same = hull.place(entries.get(3)).orElseThrow();
    assertThat(same.isStable()).isTrue();
    assertThat(same.decomposition()).containsExactly(new Share("first", 1));
    HullPlace higher = hull.place(entries.get(4)).orElseThrow();
    assertThat(higher.energyAboveHull()).isCloseTo(0.1, within(1e-12));
    assertThat(higher.formationEnergy()).isCloseTo(-0.4, within(1e-12));
    assertThat(hull.stable()).containsExactly("Al", "Ni", "first");
  }

  @Test
  void aThousandCompositionsOfFourElementsTakeSeconds() {
    Random random = new Random(3);
    List<Entry> entries = new ArrayList<>();
    String[] symbols = {"Al", "Ni", "Ti", "O"};
    for (String s : symbols) {
      entries.add(entry(s, -4, s, 1));
    }
    for (int i = 0; i < 1000; i++) {
      int[] n = random.ints(4, 1, 30).toArray();
      int atoms = n[0] + n[1] + n[2] + n[3];
      double energy = atoms * (-4.2 + 0.3 * random.nextDouble());
      entries.add(entry("x" + i, energy, "Al", n[0], "Ni", n[1], "Ti", n[2], "O", n[3]));
    }
    long start = System.nanoTime();
    List<Answer<HullPlace>> places = ConvexHull.of(entries).places(entries);
    double seconds = (System.nanoTime() - start) * 1e-9;
    assertThat(places).allMatch(p -> p.found().isPresent());
    assertThat(seconds).isLessThan(15);
  }
}
