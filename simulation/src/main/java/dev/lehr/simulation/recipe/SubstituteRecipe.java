package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.match.StructureMatcher;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts other elements on the sites of one. Nothing is evaluated, and the cell stays as it is. Finds
 * {@code substituted}: a list of name, replaced element by element, and atoms (from 0) of each, and
 * how many equivalent choices it stands for.
 *
 * @param replace what takes the place of an element, by atomic number
 * @param sites on which sites
 * @param inPlace whether the only one goes on in place of the structure, under its name
 */
public record SubstituteRecipe(Map<Integer, List<Integer>> replace, Sites sites, boolean inPlace)
    implements Recipe {

  /** Crystals that differ by less are one choice of a site. */
  private static final StructureMatcher SAME = new StructureMatcher(0.02, 0.05, 1);

  /** Which sites. */
  public enum Sites {
    /** All of the element at once. */
    ALL,
    /** One at a time, each of them. */
    EACH,
    /** One at a time, one of each set that the crystal's symmetry makes equivalent. */
    INEQUIVALENT;

    /** The word in campaign files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One result: names of what was replaced, which atoms, and how many choices are like it. */
  private record Choice(
      String name,
      Map<String, String> elements,
      List<Integer> atoms,
      Structure structure,
      int alike) {

    Map<String, Object> told() {
      return new Findings()
          .put("name", name)
          .put("elements", elements)
          .put("atoms", atoms)
          .put("equivalent", alike)
          .values();
    }
  }

  /** Copies the map. */
  public SubstituteRecipe {
    Map<Integer, List<Integer>> copy = new LinkedHashMap<>();
    replace.forEach((from, to) -> copy.put(from, List.copyOf(to)));
    replace = Collections.unmodifiableMap(copy);
  }

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    Structure parent = subject.structure();
    List<Choice> choices = sites == Sites.ALL ? everywhere(parent) : oneByOne(parent);
    if (choices.isEmpty()) {
      return new Step.Refused(
          "nothing_to_substitute",
          "found "
              + parent.formula()
              + ", expected atoms of "
              + String.join(", ", replace.keySet().stream().map(Elements::symbol).toList()));
    }
    if (sites == Sites.INEQUIVALENT) {
      choices = inequivalent(choices);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("substituted", choices.stream().map(Choice::told).toList());
    if (inPlace && choices.size() == 1) {
      return Step.Done.changed(choices.get(0).structure(), values);
    }
    return new Step.Done(
        values,
        Optional.empty(),
        choices.stream().map(c -> Child.of(parent, c.name(), c.structure())).toList());
  }

  /** All atoms of each element, in every combination of what takes their places. */
  private List<Choice> everywhere(Structure parent) {
    List<Map<Integer, Integer>> combinations = List.of(Map.of());
    for (Map.Entry<Integer, List<Integer>> entry : replace.entrySet()) {
      if (!atomsOf(parent, entry.getKey()).isEmpty()) {
        combinations = extended(combinations, entry.getKey(), entry.getValue());
      }
    }
    List<Choice> choices = new ArrayList<>();
    for (Map<Integer, Integer> chosen : combinations) {
      List<Integer> atoms = new ArrayList<>();
      Map<String, String> elements = new LinkedHashMap<>();
      int[] numbers = parent.atomicNumbers();
      for (int i = 0; i < numbers.length; i++) {
        int before = numbers[i];
        if (chosen.containsKey(before)) {
          numbers[i] = chosen.getOrDefault(before, before);
          atoms.add(i);
        }
      }
      chosen.forEach((from, to) -> elements.put(Elements.symbol(from), Elements.symbol(to)));
      if (!atoms.isEmpty()) {
        List<String> words = new ArrayList<>();
        elements.forEach((from, to) -> words.add(from + "-to-" + to));
        Structure made = with(parent, numbers);
        choices.add(new Choice(String.join("_", words), elements, atoms, made, 1));
      }
    }
    return choices;
  }

  private static List<Map<Integer, Integer>> extended(
      List<Map<Integer, Integer>> combinations, int from, List<Integer> to) {
    List<Map<Integer, Integer>> more = new ArrayList<>();
    for (Map<Integer, Integer> before : combinations) {
      for (int element : to) {
        Map<Integer, Integer> next = new LinkedHashMap<>(before);
        next.put(from, element);
        more.add(next);
      }
    }
    return more;
  }

  private List<Choice> oneByOne(Structure parent) {
    List<Choice> choices = new ArrayList<>();
    replace.forEach(
        (from, to) -> {
          for (int element : to) {
            for (int atom : atomsOf(parent, from)) {
              int[] numbers = parent.atomicNumbers();
              numbers[atom] = element;
              String before = Elements.symbol(from);
              String after = Elements.symbol(element);
              choices.add(
                  new Choice(
                      before + atom + "-to-" + after,
                      Map.of(before, after),
                      List.of(atom),
                      with(parent, numbers),
                      1));
            }
          }
        });
    return choices;
  }

  /** The first of each set of choices that give the same crystal. */
  private static List<Choice> inequivalent(List<Choice> choices) {
    List<Choice> first = new ArrayList<>();
    for (List<Integer> group : SAME.groups(choices.stream().map(Choice::structure).toList())) {
      Choice c = choices.get(group.get(0));
      first.add(new Choice(c.name(), c.elements(), c.atoms(), c.structure(), group.size()));
    }
    return first;
  }

  private static List<Integer> atomsOf(Structure parent, int element) {
    List<Integer> atoms = new ArrayList<>();
    for (int i = 0; i < parent.nAtoms(); i++) {
      if (parent.atomicNumber(i) == element) {
        atoms.add(i);
      }
    }
    return atoms;
  }

  /** Masses that are not the standard ones stay with atoms that stay. */
  private static Structure with(Structure parent, int[] numbers) {
    Structure.Builder builder = Derived.start(parent, numbers, parent.positions(), parent.arrays());
    parent
        .masses()
        .ifPresent(
            m -> {
              double[] masses = m.clone();
              for (int i = 0; i < masses.length; i++) {
                if (numbers[i] != parent.atomicNumber(i)) {
                  masses[i] = Elements.mass(numbers[i]);
                }
              }
              builder.masses(masses);
            });
    return builder.build();
  }
}
