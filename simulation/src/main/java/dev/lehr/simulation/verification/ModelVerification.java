package dev.lehr.simulation.verification;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.verification.Samples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Checks a model: that forces and stress are the derivatives of the energy, that a system does not
 * notice its company, where it stands, how it is turned, how its atoms are numbered or how often
 * its cell is repeated, and that isolated atoms and every element give numbers.
 *
 * <p>Derivatives are taken along random directions by central differences of fourth order, so that
 * the energy may not jump within twice the step; where it jumps at the cutoff, a crystal with a
 * pair just there shows it.
 */
public final class ModelVerification {

  private static final int DIRECTIONS = 6;
  private static final int LARGEST_BATCH = 32;
  private static final String EV = "eV";
  private static final String EV_ATOM = "eV/atom";
  private static final String FORCE = "eV/angstrom";
  private static final String STRESS = "eV/angstrom^3";

  private final Model model;
  private final List<Integer> elements;
  private final Tolerances allowed;
  private final List<Sample> samples;

  /**
   * Of a model.
   *
   * @param elements atomic numbers that it is said to know, at least one
   */
  public ModelVerification(Model model, List<Integer> elements, Tolerances allowed) {
    this.model = model;
    this.elements = List.copyOf(elements);
    this.allowed = allowed;
    this.samples = Samples.of(model, elements);
  }

  /**
   * Does all checks.
   *
   * @param each told of every check as it is done
   * @return whether all passed
   */
  public boolean run(Consumer<Check> each) {
    boolean all = true;
    for (Check check :
        List.of(
            forces(),
            stress(),
            company(),
            translation(),
            rotation(),
            permutation(),
            repetition(),
            balance(),
            symmetry(),
            energiesOfAtoms(),
            isolated(),
            everyElement())) {
      each.accept(check);
      all &= check.passed();
    }
    return all;
  }

  /** What a model said of one system. */
  private record Said(double energy, double[] forces, double[] stress, double[] energies) {}

  private List<Said> evaluate(List<SimState> systems) {
    List<Said> all = new ArrayList<>();
    for (int from = 0; from < systems.size(); from += LARGEST_BATCH) {
      int to = Math.min(from + LARGEST_BATCH, systems.size());
      SimState batch = SimState.concatenate(systems.subList(from, to));
      ModelOutput out = new ModelOutput();
      model.evaluate(batch, out);
      for (int s = 0; s < batch.nSystems(); s++) {
        int a = batch.firstAtom(s);
        int b = batch.firstAtom(s + 1);
        all.add(
            new Said(
                out.energy()[s],
                Arrays.copyOfRange(out.forces(), 3 * a, 3 * b),
                Arrays.copyOfRange(out.stress(), 9 * s, 9 * s + 9),
                Arrays.copyOfRange(out.energies(), a, b)));
      }
    }
    return all;
  }

  private Said evaluate(SimState system) {
    return evaluate(List.of(system)).get(0);
  }

  /** The worst of some deviations, of which one that is no number is the worst. */
  private static final class Worst {
    private double value;
    private String where = "";

    void add(double deviation, String at) {
      if (where.isEmpty() || !(deviation <= value)) {
        value = Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : deviation;
        where = at;
      }
    }

    Check check(String name, double allowed, String unit) {
      return new Check(name, value, allowed, unit, where);
    }
  }

  private Check forces() {
    Worst worst = new Worst();
    Random random = new Random(1);
    for (Sample sample : samples) {
      Said here = evaluate(sample.system());
      List<double[]> directions = new ArrayList<>();
      List<SimState> moved = new ArrayList<>();
      for (int d = 0; d < DIRECTIONS; d++) {
        double[] u = Transforms.direction(here.forces().length, random);
        directions.add(u);
        for (int step : new int[] {1, -1, 2, -2}) {
          moved.add(Transforms.displaced(sample.system(), u, step * allowed.step()));
        }
      }
      List<Said> there = evaluate(moved);
      for (int d = 0; d < DIRECTIONS; d++) {
        double slope = slope(there, 4 * d, allowed.step());
        double expected = -dot(here.forces(), directions.get(d));
        worst.add(Math.abs(slope - expected) / (1 + Math.abs(expected)), sample.name());
      }
    }
    return worst.check("forces are the energy's slope", allowed.slope(), FORCE);
  }

  private Check stress() {
    Worst worst = new Worst();
    Random random = new Random(2);
    for (Sample sample : samples) {
      Said here = evaluate(sample.system());
      double volume = Math.abs(sample.system().volume(0));
      List<double[]> strains = new ArrayList<>();
      List<SimState> moved = new ArrayList<>();
      for (int d = 0; d < DIRECTIONS; d++) {
        double[] e = Transforms.strain(random);
        strains.add(e);
        for (int step : new int[] {1, -1, 2, -2}) {
          moved.add(Transforms.strained(sample.system(), e, step * allowed.strainStep()));
        }
      }
      List<Said> there = evaluate(moved);
      for (int d = 0; d < DIRECTIONS; d++) {
        double slope = slope(there, 4 * d, allowed.strainStep()) / volume;
        double expected = dot(here.stress(), strains.get(d));
        worst.add(Math.abs(slope - expected) / (1 + 10 * Math.abs(expected)), sample.name());
      }
    }
    return worst.check("stress is the energy's slope", allowed.stress() / 10, STRESS);
  }

  /** The derivative from values at +h, -h, +2h, -2h. */
  private static double slope(List<Said> said, int from, double h) {
    double near = said.get(from).energy() - said.get(from + 1).energy();
    double far = said.get(from + 2).energy() - said.get(from + 3).energy();
    return (8 * near - far) / (12 * h);
  }

  private Check company() {
    Worst worst = new Worst();
    List<Said> together = evaluate(samples.stream().map(Sample::system).toList());
    for (int s = 0; s < samples.size(); s++) {
      double alone = evaluate(samples.get(s).system()).energy();
      double difference = Math.abs(together.get(s).energy() - alone);
      worst.add(difference / (1 + Math.abs(alone)), samples.get(s).name());
    }
    return worst.check("alone as in a batch", allowed.company(), EV);
  }

  private Check translation() {
    Worst worst = new Worst();
    double[] by = {0.31, -7.2, 3.3};
    for (Sample sample : samples) {
      Said here = evaluate(sample.system());
      Said there = evaluate(Transforms.translated(sample.system(), by));
      same(worst, sample, here, there);
    }
    return worst.check("moved, and by lattice vectors", allowed.energy(), EV_ATOM);
  }

  private Check permutation() {
    Worst worst = new Worst();
    for (Sample sample : samples) {
      Said here = evaluate(sample.system());
      Said there = evaluate(Transforms.reversed(sample.system()));
      double[] forces = there.forces().clone();
      int n = forces.length / 3;
      for (int a = 0; a < n; a++) {
        System.arraycopy(there.forces(), 3 * (n - 1 - a), forces, 3 * a, 3);
      }
      same(worst, sample, here, new Said(there.energy(), forces, there.stress(), new double[0]));
    }
    return worst.check("atoms in another order", allowed.energy(), EV_ATOM);
  }

  private Check rotation() {
    Worst worst = new Worst();
    double[] r = Transforms.rotation();
    for (Sample sample : samples) {
      Said here = evaluate(sample.system());
      Said there = evaluate(Transforms.multiplied(sample.system(), r));
      double[] forces = here.forces().clone();
      Transforms.rowsTimes(forces, r);
      same(worst, sample, new Said(here.energy(), forces, here.stress(), new double[0]), there);
    }
    return worst.check("turned, forces with it", allowed.energy(), EV_ATOM);
  }

  /** Adds the change of the energy for each atom, and that of forces on the scale of energies. */
  private void same(Worst worst, Sample sample, Said here, Said there) {
    int atoms = sample.system().nAtoms();
    worst.add(Math.abs(there.energy() - here.energy()) / atoms, sample.name());
    double scale = (1 + largest(here.forces())) * allowed.force() / allowed.energy();
    worst.add(largestDifference(there.forces(), here.forces()) / scale, sample.name() + ", forces");
  }

  private Check repetition() {
    Worst worst = new Worst();
    for (Sample sample : samples) {
      Said here = evaluate(sample.system());
      Said twice = evaluate(Transforms.doubled(sample.system()));
      int n = here.forces().length;
      double[] forces = Arrays.copyOf(twice.forces(), n);
      same(worst, sample, here, new Said(twice.energy() / 2, forces, here.stress(), forces));
    }
    return worst.check("twice the cell, twice the energy", allowed.energy(), EV_ATOM);
  }

  private Check balance() {
    Worst worst = new Worst();
    for (Sample sample : samples) {
      double[] f = evaluate(sample.system()).forces();
      double[] sum = new double[3];
      for (int k = 0; k < f.length; k++) {
        sum[k % 3] += f[k];
      }
      worst.add(largest(sum) / (1 + largest(f)), sample.name());
    }
    return worst.check("forces add up to nothing", allowed.force(), FORCE);
  }

  private Check symmetry() {
    Worst worst = new Worst();
    for (Sample sample : samples) {
      double[] s = evaluate(sample.system()).stress();
      double off =
          Math.max(Math.abs(s[1] - s[3]), Math.max(Math.abs(s[2] - s[6]), Math.abs(s[5] - s[7])));
      worst.add(off / (1 + largest(s)), sample.name());
    }
    return worst.check("stress is symmetric", allowed.force(), STRESS);
  }

  private Check energiesOfAtoms() {
    Worst worst = new Worst();
    for (Sample sample : samples) {
      Said said = evaluate(sample.system());
      double sum = Arrays.stream(said.energies()).sum();
      boolean given = said.energies().length > 0 && !Double.isNaN(said.energies()[0]);
      double off = given ? Math.abs(sum - said.energy()) / sample.system().nAtoms() : 0;
      worst.add(off, given ? sample.name() : "not given");
    }
    return worst.check("energies of atoms add up", allowed.energy(), EV_ATOM);
  }

  private Check isolated() {
    Worst worst = new Worst();
    List<Sample> kinds = Samples.isolated(model, elements.get(0));
    List<Said> said = evaluate(kinds.stream().map(Sample::system).toList());
    double one = said.get(0).energy();
    for (int k = 0; k < kinds.size(); k++) {
      int atoms = kinds.get(k).system().nAtoms();
      worst.add(Math.abs(said.get(k).energy() / atoms - one), kinds.get(k).name());
      worst.add(largest(said.get(k).forces()), kinds.get(k).name() + ", forces");
    }
    return worst.check("isolated atoms", allowed.energy(), EV_ATOM);
  }

  /** How many elements give no number: none may. */
  private Check everyElement() {
    List<Sample> all = elements.stream().map(z -> Samples.element(model, z)).toList();
    List<Said> said = evaluate(all.stream().map(Sample::system).toList());
    List<String> bad = new ArrayList<>();
    for (int k = 0; k < all.size(); k++) {
      if (!Double.isFinite(said.get(k).energy()) || Double.isNaN(largest(said.get(k).forces()))) {
        bad.add(all.get(k).name());
      }
    }
    String where = bad.isEmpty() ? elements.size() + " elements" : String.join(" ", bad);
    return new Check("every element gives numbers", bad.size(), 0, "elements", where);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double largest(double[] values) {
    return largestDifference(values, new double[values.length]);
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int k = 0; k < a.length; k++) {
      largest = Math.max(largest, Math.abs(a[k] - b[k]));
    }
    return largest;
  }
}
