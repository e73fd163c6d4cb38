package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes strained structures of one; atoms go along with the cell. Nothing is evaluated. The value
 * with the word strain is a list: name, strain (three rows) and volume ratio of each.
 *
 * @param strains what is made
 * @param inPlace whether the only one goes on in place of the structure, under its name
 */
public record StrainRecipe(List<Strain> strains, boolean inPlace) implements Recipe {

  /**
   * A strain and what the structure is called that has it.
   *
   * @param name among its siblings, for example {@code volume-0.94}
   * @param rows e, three rows: each lattice vector and position r, as a row, becomes r (1 + e)
   */
  public record Strain(String name, List<Double> rows) {
    /** Copies the list. */
    public Strain {
      rows = List.copyOf(rows);
    }

    /** 1 + e. */
    double[] gradient() {
      double[] f = rows.stream().mapToDouble(Double::doubleValue).toArray();
      f[0] += 1;
      f[4] += 1;
      f[8] += 1;
      return f;
    }

    /** The volume over that without strain. */
    public double volumeRatio() {
      return Matrix3.determinant(gradient(), 0);
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException where there is none, or several in place of one
   */
  public StrainRecipe {
    strains = List.copyOf(strains);
    if (strains.isEmpty() || (inPlace && strains.size() > 1)) {
      throw new IllegalArgumentException("found " + strains.size() + " strains, expected one");
    }
  }

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    Structure parent = subject.structure();
    if (!(Deformation.volume(parent) > 0)) {
      return new Step.Refused(
          "no_cell", parent.id() + " has no cell with a volume, expected one that can be strained");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("strain", strains.stream().map(StrainRecipe::told).toList());
    if (inPlace) {
      return Step.Done.changed(Derived.strained(parent, strains.get(0).gradient()), values);
    }
    List<Child> children = new ArrayList<>();
    for (Strain s : strains) {
      children.add(Child.of(parent, s.name(), Derived.strained(parent, s.gradient())));
    }
    return new Step.Done(values, Optional.empty(), children);
  }

  private static Map<String, Object> told(Strain s) {
    double[] rows = s.rows().stream().mapToDouble(Double::doubleValue).toArray();
    return new Findings()
        .put("name", s.name())
        .rows("strain", rows, 3)
        .number("volume_ratio", s.volumeRatio())
        .values();
  }
}
