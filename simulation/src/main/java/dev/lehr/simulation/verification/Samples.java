package dev.lehr.simulation.verification;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The small disturbed crystals that a model is checked on. */
final class Samples {

  private static final double RATTLE = 0.05;
  private static final double STRAIN = 0.02;
  private static final int MOST_OWN = 4;

  /** A system and what to call it. */
  record Sample(String name, SimState system) {}

  /** Angstrom. */
  private static final double CLOSEST = 1.8;

  private Samples() {}

  /** Common crystals of elements that the model knows, or crystals of its own elements. */
  static List<Sample> of(Model model, List<Integer> elements) {
    List<Sample> all = new ArrayList<>();
    add(all, model, "Si diamond", new int[] {14, 14}, diamond(5.431));
    add(all, model, "MgO rock salt", new int[] {12, 8}, rockSalt(4.212));
    add(all, model, "Cu fcc", new int[] {29}, fcc(3.615));
    if (all.size() < 3) {
      for (int k = 0; k < Math.min(elements.size(), MOST_OWN); k++) {
        int z = elements.get(k);
        int y = elements.get((k + 1) % elements.size());
        double contact = Elements.covalentRadius(z) + Elements.covalentRadius(y);
        String name = Elements.symbol(z) + Elements.symbol(y) + " rock salt";
        add(all, model, name, new int[] {z, y}, rockSalt(2 * contact));
      }
    }
    return all;
  }

  /**
   * One atom of an element with neighbours at twice its covalent radius, but not so close
   * (hydrogen, helium) that a model with angles between bonds has millions of them.
   */
  static Sample element(Model model, int z) {
    double wanted = Math.max(CLOSEST, 2 * Elements.covalentRadius(z));
    double contact = Math.min(wanted, 0.9 * model.cutoff());
    return sample(model, Elements.symbol(z), new int[] {z}, fcc(Math.sqrt(2) * contact), 0);
  }

  /** Atoms far apart, without a cell or in one that is larger than the cutoff reaches. */
  static List<Sample> isolated(Model model, int z) {
    double far = 2.5 * reach(model);
    List<Sample> all = new ArrayList<>();
    String name = "isolated " + Elements.symbol(z);
    double[] none = new double[9];
    double[] box = {far, 0, 0, 0, far, 0, 0, 0, far};
    all.add(alone(model, name, 1, z, none, false));
    all.add(alone(model, name + " in a box", 1, z, box, true));
    all.add(alone(model, "two of " + name, 2, z, none, false));
    return all;
  }

  private static Sample alone(
      Model model, String name, int atoms, int z, double[] cell, boolean periodic) {
    int[] numbers = new int[atoms];
    Arrays.fill(numbers, z);
    double[] positions = new double[3 * atoms];
    for (int a = 0; a < atoms; a++) {
      positions[3 * a] = 1.1 * reach(model) * a;
    }
    double[] masses = new double[atoms];
    Arrays.fill(masses, Elements.mass(z));
    boolean[] pbc = {periodic, periodic, periodic};
    SimState system = SimState.ofSystem(numbers, masses, positions, cell, pbc);
    return new Sample(name, Inputs.give(system, model.inputs()));
  }

  /** The cutoff, or a long way where there is none. */
  private static double reach(Model model) {
    return Math.min(model.cutoff(), 20);
  }

  private static void add(
      List<Sample> all, Model model, String name, int[] numbers, double[] cellAndSites) {
    if (Arrays.stream(numbers).allMatch(model::supports)) {
      all.add(sample(model, name, numbers, cellAndSites, all.size() + 1));
    }
  }

  /** A crystal doubled along its first vector; disturbed unless the seed is 0. */
  private static Sample sample(
      Model model, String name, int[] numbers, double[] cellAndSites, long seed) {
    double[] cell = Arrays.copyOf(cellAndSites, 9);
    double[] positions = Arrays.copyOfRange(cellAndSites, 9, 9 + 3 * numbers.length);
    double[] masses = Arrays.stream(numbers).mapToDouble(Elements::mass).toArray();
    SimState unit =
        SimState.ofSystem(numbers, masses, positions, cell, new boolean[] {true, true, true});
    if (seed == 0) {
      return new Sample(name, Inputs.give(unit, model.inputs()));
    }
    Random random = new Random(seed);
    SimState system = Transforms.strained(Transforms.doubled(unit), general(random), STRAIN);
    for (int k = 0; k < system.positions().length; k++) {
      system.positions()[k] += RATTLE * random.nextGaussian();
    }
    return new Sample(name, Inputs.give(system, model.inputs()));
  }

  private static double[] general(Random random) {
    return random.doubles(9, -1, 1).toArray();
  }

  private static double[] fcc(double a) {
    double h = a / 2;
    return new double[] {0, h, h, h, 0, h, h, h, 0, 0, 0, 0};
  }

  private static double[] diamond(double a) {
    double[] both = Arrays.copyOf(fcc(a), 15);
    Arrays.fill(both, 12, 15, a / 4);
    return both;
  }

  private static double[] rockSalt(double a) {
    double[] both = Arrays.copyOf(fcc(a), 15);
    both[12] = a / 2;
    return both;
  }
}
