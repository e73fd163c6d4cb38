package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.structure.Elements;
import java.util.HashSet;
import java.util.List;

/**
 * What {@link PrototypeGenerator} makes: each prototype, decorated in each way, at each volume, as
 * often as {@code repeat} says.
 *
 * @param prototypes crystal structure types
 * @param elements symbols; binary prototypes take each pair of two of them
 * @param rule volume before factors
 * @param volumes factors on the volume
 * @param rattle standard deviation of the normal displacement of each coordinate, angstrom
 * @param strain standard deviation of the normal, symmetric strain of the cell, no unit
 * @param seed what displacements and strains depend on, besides the structure's id
 * @param repeat starts for each volume
 * @param cell which cell
 * @param supercell repeats of the cell along its three vectors
 */
public record PrototypeSpec(
    List<Prototype> prototypes,
    List<String> elements,
    VolumeRule rule,
    List<Double> volumes,
    double rattle,
    double strain,
    long seed,
    int repeat,
    CellChoice cell,
    List<Integer> supercell) {

  /** Checks every setting; the first one that is wrong is named. */
  public PrototypeSpec {
    prototypes = List.copyOf(prototypes);
    elements = List.copyOf(elements);
    volumes = List.copyOf(volumes);
    supercell = List.copyOf(supercell);
    require(!prototypes.isEmpty(), "prototypes is empty, expected some of " + Prototype.keys());
    require(!elements.isEmpty(), "elements is empty, expected symbols such as Cu");
    elements.forEach(Elements::require);
    require(new HashSet<>(elements).size() == elements.size(), "elements has a symbol twice");
    require(new HashSet<>(prototypes).size() == prototypes.size(), "prototypes has one twice");
    require(new HashSet<>(volumes).size() == volumes.size(), "volumes has a factor twice");
    require(!volumes.isEmpty(), "volumes is empty, expected factors such as 1.0");
    for (double v : volumes) {
      require(v > 0 && v < 1e6, "volumes has " + v + ", expected positive factors");
    }
    require(rattle >= 0 && rattle < 10, "rattle is " + rattle + ", expected 0 to 10 angstrom");
    require(strain >= 0 && strain < 0.5, "strain is " + strain + ", expected 0 to 0.5");
    require(repeat >= 1, "repeat is " + repeat + ", expected at least 1");
    require(supercell.size() == 3, "supercell has " + supercell.size() + " numbers, expected 3");
    for (int m : supercell) {
      require(m >= 1 && m <= 1000, "supercell has " + m + ", expected 1 to 1000");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Ideal primitive cells at the elements' volumes, each once; change it with the withers. */
  public static PrototypeSpec of(List<Prototype> prototypes, List<String> elements) {
    return new PrototypeSpec(
        prototypes,
        elements,
        new VolumeRule.OfElements(),
        List.of(1.0),
        0,
        0,
        0,
        1,
        CellChoice.PRIMITIVE,
        List.of(1, 1, 1));
  }

  /** The same with another volume rule. */
  public PrototypeSpec withRule(VolumeRule r) {
    return new PrototypeSpec(
        prototypes, elements, r, volumes, rattle, strain, seed, repeat, cell, supercell);
  }

  /** The same with other volume factors. */
  public PrototypeSpec withVolumes(Double... factors) {
    return new PrototypeSpec(
        prototypes,
        elements,
        rule,
        List.of(factors),
        rattle,
        strain,
        seed,
        repeat,
        cell,
        supercell);
  }

  /** The same with random displacements (angstrom) and strains, several times. */
  public PrototypeSpec withDisorder(double sigma, double strainSigma, long newSeed, int times) {
    return new PrototypeSpec(
        prototypes, elements, rule, volumes, sigma, strainSigma, newSeed, times, cell, supercell);
  }

  /** The same with another cell and supercell. */
  public PrototypeSpec withCell(CellChoice choice, int a, int b, int c) {
    return new PrototypeSpec(
        prototypes,
        elements,
        rule,
        volumes,
        rattle,
        strain,
        seed,
        repeat,
        choice,
        List.of(a, b, c));
  }
}
