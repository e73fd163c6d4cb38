package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Soft spheres: epsilon/alpha (1 - r/sigma)^alpha below sigma, nothing beyond (as in C. S. O'Hern
 * et al., Phys. Rev. E 68, 011306 (2003)). One kind of sphere whatever the elements, or a diameter,
 * strength and exponent for each pair of species.
 *
 * <p>Beyond a pair's own sigma there is nothing for any alpha; torch-sim 0.6 gives NaN there where
 * alpha is no integer and another pair's sigma is larger.
 *
 * <p>The energy of an atom is half of that of its pairs. Stress is divided by |det(cell)|, also for
 * systems that are not periodic, and is zero where the cell has no volume. Two atoms at one place
 * have no direction of force: they give NaN, in their system only.
 */
public final class SoftSphere implements Model {

  /** The name in a campaign file. */
  public static final String NAME = "soft-sphere";

  /** Default diameter, angstrom. */
  public static final double DEFAULT_SIGMA = 1;

  /** Default strength, eV. */
  public static final double DEFAULT_EPSILON = 1;

  /** Default exponent. */
  public static final double DEFAULT_ALPHA = 2;

  /** To be raised with any change that changes a bit of a result. */
  private static final String CODE_VERSION = "1";

  private static final int ELEMENTS = 128;

  /** Atomic numbers, ascending; empty where all elements are the same. */
  private final int[] species;

  private final SoftPair[] pairs;
  private final int types;
  private final double cutoff;
  private final int[] typeOf = new int[ELEMENTS];
  private final SystemLoop loop;

  /**
   * One kind of sphere.
   *
   * @param sigma diameter, angstrom, above 0
   * @param epsilon strength, eV, finite
   * @param alpha exponent, at least 1
   * @param workers share the systems of a batch
   * @throws IllegalArgumentException where a parameter is out of its range
   */
  public SoftSphere(double sigma, double epsilon, double alpha, Workers workers) {
    this(sigma, epsilon, alpha, sigma, workers);
  }

  /**
   * One kind of sphere, of which only pairs nearer than a cutoff count.
   *
   * @param cutoff angstrom, above 0; beyond sigma it changes nothing
   */
  public SoftSphere(double sigma, double epsilon, double alpha, double cutoff, Workers workers) {
    this(
        new int[0],
        new SoftPair[] {SoftPair.of("", sigma, epsilon, alpha)},
        Math.min(Parameters.cutoff(cutoff), sigma),
        workers);
  }

  private SoftSphere(int[] species, SoftPair[] pairs, double cutoff, Workers workers) {
    this.species = species;
    this.pairs = pairs;
    this.types = Math.max(1, species.length);
    this.cutoff = cutoff;
    Arrays.fill(typeOf, species.length == 0 ? 0 : -1);
    for (int t = 0; t < species.length; t++) {
      typeOf[species[t]] = t;
    }
    this.loop = new SystemLoop(new PairKernel(new Spheres(), cutoff), cutoff, workers);
  }

  /**
   * Spheres of several species.
   *
   * @param species atomic numbers, each once, in any order
   * @param sigma diameters, angstrom, above 0: a row and a column for each species, in their order
   * @param epsilon strengths, eV, likewise
   * @param alpha exponents, at least 1, likewise
   * @param cutoff angstrom; empty: the largest sigma
   * @param workers share the systems of a batch
   * @throws IllegalArgumentException where a matrix has the wrong shape or is not symmetric, or a
   *     number is out of its range
   */
  public static SoftSphere ofSpecies(
      List<Integer> species,
      double[][] sigma,
      double[][] epsilon,
      double[][] alpha,
      Optional<Double> cutoff,
      Workers workers) {
    int n = species.size();
    if (n == 0 || species.stream().distinct().count() < n) {
      throw new IllegalArgumentException("species are " + species + ", expected each once");
    }
    for (int z : species) {
      if (z < 1 || z >= ELEMENTS) {
        throw new IllegalArgumentException("species " + z + " is no atomic number");
      }
    }
    SymmetricMatrix.check("sigma", sigma, n);
    SymmetricMatrix.check("epsilon", epsilon, n);
    SymmetricMatrix.check("alpha", alpha, n);
    // By atomic number, so that the order in which they are listed matters to nothing.
    List<Integer> order =
        IntStream.range(0, n).boxed().sorted(Comparator.comparing(species::get)).toList();
    List<SoftPair> pairs = new ArrayList<>();
    for (int a : order) {
      for (int b : order) {
        String at = "[" + a + "][" + b + "]";
        pairs.add(SoftPair.of(at, sigma[a][b], epsilon[a][b], alpha[a][b]));
      }
    }
    double largest = pairs.stream().mapToDouble(SoftPair::sigma).max().orElseThrow();
    double farthest = cutoff.map(c -> Math.min(Parameters.cutoff(c), largest)).orElse(largest);
    return new SoftSphere(
        order.stream().mapToInt(species::get).toArray(),
        pairs.toArray(new SoftPair[0]),
        farthest,
        workers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String digest() {
    ModelDigest digest = new ModelDigest().add(NAME).add("code " + CODE_VERSION).add(cutoff);
    digest.add(Arrays.stream(species).asDoubleStream().toArray());
    for (SoftPair pair : pairs) {
      digest.add(pair.sigma(), pair.epsilon(), pair.alpha());
    }
    return digest.hex();
  }

  /** A pair potential: no farther than its neighbours. */
  @Override
  public double range() {
    return cutoff();
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  @Override
  public boolean supports(int atomicNumber) {
    return atomicNumber > 0 && atomicNumber < ELEMENTS && typeOf[atomicNumber] >= 0;
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return MemoryMetric.N_ATOMS_X_DENSITY;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where an atom is of a species that the model was not made for
   */
  @Override
  public void evaluate(SimState state, ModelOutput output) {
    for (int z : state.atomicNumbers()) {
      if (!supports(z)) {
        throw new IllegalArgumentException(
            NAME + " was made for " + Arrays.toString(species) + " and met atomic number " + z);
      }
    }
    loop.run(state, output);
  }

  private final class Spheres implements PairPotential {

    @Override
    public void types(int[] atomicNumbers, int first, int n, int[] types) {
      for (int i = 0; i < n; i++) {
        types[i] = typeOf[atomicNumbers[first + i]];
      }
    }

    @Override
    public void evaluate(PairRow row, int type, int[] typesOfAtoms) {
      for (int k = 0; k < row.size(); k++) {
        SoftPair pair = pairs[type * types + typesOfAtoms[row.other[k]]];
        double r = Math.sqrt(row.square[k]);
        double x = 1 - r / pair.sigma();
        double power = x > 0 ? pair.power(x) : 0;
        row.g[k] = -pair.epsilon() / pair.sigma() * power / r;
        // Where the force is not finite the energy is not a number either.
        row.half[k] = 0.5 * pair.epsilon() / pair.alpha() * (power * x) + 0 * row.g[k];
      }
    }
  }
}
