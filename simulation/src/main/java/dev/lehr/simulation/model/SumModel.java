package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.state.SimState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sum of some models: energies, forces, and stresses add. It knows the elements that all of
 * them know, and its cutoff is the largest.
 */
public final class SumModel implements Model {

  /** The name in messages; in a campaign file it is {@code model: {sum: [...]}}. */
  public static final String NAME = "sum";

  private final List<Model> terms;
  private final ModelOutput term = new ModelOutput();
  private final ModelOutput detailedTerm = ModelOutput.withStresses();

  /**
   * A sum.
   *
   * @param terms at least one; they are added in this order
   * @throws IllegalArgumentException where there is none
   */
  public SumModel(List<Model> terms) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a sum of models needs at least one");
    }
    this.terms = List.copyOf(terms);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String digest() {
    ModelDigest digest = new ModelDigest().add(NAME);
    terms.forEach(model -> digest.add(model.digest()));
    return digest.hex();
  }

  @Override
  public double cutoff() {
    return terms.stream().mapToDouble(Model::cutoff).max().orElseThrow();
  }

  @Override
  public double range() {
    return terms.stream().mapToDouble(Model::range).max().orElseThrow();
  }

  @Override
  public boolean isRangeKnown() {
    return terms.stream().allMatch(Model::isRangeKnown);
  }

  @Override
  public boolean isSinglePrecision() {
    return terms.stream().anyMatch(Model::isSinglePrecision);
  }

  @Override
  public boolean supports(int atomicNumber) {
    return terms.stream().allMatch(model -> model.supports(atomicNumber));
  }

  /** The metric of the term with the largest cutoff, which has the most pairs. */
  @Override
  public MemoryMetric memoryScalesWith() {
    double largest = cutoff();
    return terms.stream()
        .filter(model -> model.cutoff() == largest)
        .findFirst()
        .orElseThrow()
        .memoryScalesWith();
  }

  @Override
  public List<String> notes() {
    return terms.stream().flatMap(model -> model.notes().stream()).distinct().toList();
  }

  /** Those of all terms; one that two terms take is taken once, as the first has it. */
  @Override
  public List<SystemInput> inputs() {
    Map<String, SystemInput> all = new LinkedHashMap<>();
    terms.stream()
        .flatMap(model -> model.inputs().stream())
        .forEach(i -> all.putIfAbsent(i.name(), i));
    return List.copyOf(all.values());
  }

  /** Those of all terms; of one that two terms give, what the first gives counts. */
  @Override
  public List<ExtraOutput> outputs() {
    Map<String, ExtraOutput> all = new LinkedHashMap<>();
    terms.stream()
        .flatMap(model -> model.outputs().stream())
        .forEach(o -> all.putIfAbsent(o.name(), o));
    return List.copyOf(all.values());
  }

  /** Where the first term runs that does not run on the host. */
  @Override
  public String placement() {
    return terms.stream()
        .map(Model::placement)
        .filter(place -> !place.equals("host"))
        .findFirst()
        .orElse("host");
  }

  /** What the hungriest term takes: they run one after another. */
  @Override
  public long workingBytes(long atoms, long edges) {
    return terms.stream().mapToLong(model -> model.workingBytes(atoms, edges)).max().orElse(0);
  }

  @Override
  public void releaseCaches() {
    terms.forEach(Model::releaseCaches);
  }

  @Override
  public List<String> remarks() {
    return terms.stream().flatMap(model -> model.remarks().stream()).distinct().toList();
  }

  @Override
  public synchronized void evaluate(SimState state, ModelOutput output) {
    terms.get(0).evaluate(state, output);
    ModelOutput next = output.hasStresses() ? detailedTerm : term;
    int systems = state.nSystems();
    int atoms = state.nAtoms();
    for (Model model : terms.subList(1, terms.size())) {
      model.evaluate(state, next);
      add(output.energy(), next.energy(), systems);
      add(output.stress(), next.stress(), 9 * systems);
      add(output.energies(), next.energies(), atoms);
      add(output.forces(), next.forces(), 3 * atoms);
      next.extras().forEach((name, values) -> output.extras().putIfAbsent(name, values));
      if (output.hasStresses()) {
        add(output.stresses(), next.stresses(), 9 * atoms);
      }
    }
  }

  private static void add(double[] sum, double[] term, int length) {
    for (int k = 0; k < length; k++) {
      sum[k] += term[k];
    }
  }
}
