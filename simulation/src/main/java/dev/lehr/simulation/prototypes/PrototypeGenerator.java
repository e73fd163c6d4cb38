package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the structures that a {@link PrototypeSpec} asks for, in the order elements, prototypes,
 * volumes, repeats. Ids read {@code Cu-A1-v0.95-r0}. A structure depends on the spec's seed and on
 * its own id only, so that asking for more leaves the others as they are.
 */
public final class PrototypeGenerator {

  private final PrototypeSpec spec;
  private final String source;

  /**
   * @param spec what to make
   * @param source what the structures say they are from, for example {@code prototypes}
   */
  public PrototypeGenerator(PrototypeSpec spec, String source) {
    this.spec = spec;
    this.source = source;
  }

  /**
   * All structures.
   *
   * @throws IllegalArgumentException where the volume rule needs an element's volume that is
   *     unknown
   */
  public List<Structure> structures() {
    List<Structure> all = new ArrayList<>();
    for (int i = 0; i < spec.elements().size(); i++) {
      for (int j = 0; j < spec.elements().size(); j++) {
        for (Prototype prototype : spec.prototypes()) {
          boolean unary = prototype.nElements() == 1 && i == j;
          boolean binary = prototype.nElements() == 2 && i != j;
          if (unary || (binary && (i < j || !prototype.isSymmetric()))) {
            decorate(prototype, i, j, all);
          }
        }
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "elements " + spec.elements() + " has one symbol, expected two for " + spec.prototypes());
    }
    return all;
  }

  private void decorate(Prototype prototype, int first, int second, List<Structure> all) {
    int[] numbers = {
      Elements.require(spec.elements().get(first)), Elements.require(spec.elements().get(second))
    };
    for (double factor : spec.volumes()) {
      for (int r = 0; r < spec.repeat(); r++) {
        all.add(build(prototype, numbers, factor, r));
      }
    }
  }

  private Structure build(Prototype prototype, int[] numbers, double factor, int repeat) {
    Prototype.Crystal crystal = prototype.crystal(spec.cell());
    double a = LatticeConstants.of(spec.rule(), prototype, numbers) * StrictMath.cbrt(factor);
    String id = id(prototype, numbers, factor, repeat);
    int[] m = {spec.supercell().get(0), spec.supercell().get(1), spec.supercell().get(2)};
    int n = crystal.slots().length * m[0] * m[1] * m[2];
    int[] z = new int[n];
    double[] x = new double[3 * n];
    double[] cell = new double[9];
    int atom = 0;
    for (int i = 0; i < m[0]; i++) {
      for (int j = 0; j < m[1]; j++) {
        for (int k = 0; k < m[2]; k++) {
          for (int s = 0; s < crystal.slots().length; s++) {
            z[atom] = numbers[crystal.slots()[s]];
            for (int c = 0; c < 3; c++) {
              double shift =
                  i * crystal.cell()[c] + j * crystal.cell()[3 + c] + k * crystal.cell()[6 + c];
              x[3 * atom + c] = a * (crystal.positions()[3 * s + c] + shift);
            }
            atom++;
          }
        }
      }
    }
    for (int v = 0; v < 9; v++) {
      cell[v] = a * crystal.cell()[v] * m[v / 3];
    }
    disturb(new KeyedNormal(spec.seed(), id), cell, x);
    return Structure.builder(id, source + "#" + id, z, x)
        .cell(cell)
        .pbc(true, true, true)
        .info("prototype", prototype.key())
        .info("volume_factor", factor)
        .info("seed", spec.seed())
        .build();
  }

  /** Strains cell and positions together, then displaces each atom. */
  private void disturb(KeyedNormal normal, double[] cell, double[] x) {
    if (spec.strain() > 0) {
      double[] e = new double[6];
      for (int i = 0; i < 6; i++) {
        e[i] = spec.strain() * normal.at(i);
      }
      double[] f = {1 + e[0], e[5], e[4], e[5], 1 + e[1], e[3], e[4], e[3], 1 + e[2]};
      strain(f, cell);
      strain(f, x);
    }
    if (spec.rattle() > 0) {
      for (int i = 0; i < x.length; i++) {
        x[i] += spec.rattle() * normal.at(6 + i);
      }
    }
  }

  private static void strain(double[] f, double[] rows) {
    for (int i = 0; i < rows.length; i += 3) {
      double a = rows[i];
      double b = rows[i + 1];
      double c = rows[i + 2];
      for (int k = 0; k < 3; k++) {
        rows[i + k] = a * f[k] + b * f[3 + k] + c * f[6 + k];
      }
    }
  }

  private String id(Prototype prototype, int[] numbers, double factor, int repeat) {
    StringBuilder id = new StringBuilder();
    int[] counts = counts(prototype);
    for (int slot = 0; slot < prototype.nElements(); slot++) {
      id.append(Elements.symbol(numbers[slot])).append(counts[slot] == 1 ? "" : counts[slot]);
    }
    id.append('-').append(prototype.key());
    id.append("-v").append(BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString());
    id.append("-r").append(repeat);
    List<Integer> m = spec.supercell();
    if (m.get(0) * m.get(1) * m.get(2) > 1) {
      id.append("-").append(m.get(0)).append("x").append(m.get(1)).append("x").append(m.get(2));
    }
    return id.toString();
  }

  /** The reduced formula's numbers: 3 and 1 for L1_2, 2 and 1 for C15. */
  private static int[] counts(Prototype prototype) {
    int first = prototype.count(0);
    int second = prototype.count(1);
    if (prototype.nElements() == 1) {
      return new int[] {1};
    }
    int divisor = Math.min(first, second);
    return new int[] {first / divisor, second / divisor};
  }
}
