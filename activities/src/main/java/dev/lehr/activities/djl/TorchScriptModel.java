package dev.lehr.activities.djl;

import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.GraphBatch;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A potential as a TorchScript file that keeps the contract {@code batched-mlip-1}.
 *
 * <p>A system's numbers depend on its batch mates by rounding alone: libtorch adds in another order
 * for other shapes. A system whose neighbours cannot be listed, or for which the model gives no
 * number, gets NaN and does not disturb the others. Where a cell has no volume, stress is zero.
 * Energies of atoms and stresses of atoms that the model does not give are NaN.
 */
public final class TorchScriptModel implements Model {

  /** To be raised with any change here that changes a result beyond rounding. */
  private static final String CODE_VERSION = "1";

  private final ModelFile file;
  private final TorchDevice device;
  private final List<SystemInput> inputs;
  private final Set<Integer> elements;
  private final GraphBatch graph;
  private final String digest;
  private final ResidentModels residents;

  private TorchScriptModel(
      ModelFile file,
      TorchDevice device,
      List<SystemInput> inputs,
      Workers workers,
      ResidentModels residents) {
    this.file = file;
    this.device = device;
    this.inputs = inputs;
    this.elements = new HashSet<>(file.meta().elements());
    this.graph = new GraphBatch(file.meta().cutoff(), workers);
    this.digest = digestOf(file, inputs);
    this.residents = residents;
  }

  /**
   * Loads a model and tries it on two small systems.
   *
   * @param deviceWord auto, cpu, cuda or cuda:N
   * @param values what a campaign says for the model's extra inputs, by name
   * @param workers share the work on the host; on the CPU a forward uses as many threads
   * @throws UnusableModelException where the file, the device or a value cannot be used
   */
  public static TorchScriptModel open(
      ModelFile file, String deviceWord, Map<String, String> values, Workers workers) {
    return open(file, deviceWord, values, workers, ResidentModels.OF_PROCESS);
  }

  static TorchScriptModel open(
      ModelFile file,
      String deviceWord,
      Map<String, String> values,
      Workers workers,
      ResidentModels residents) {
    List<SystemInput> inputs = inputs(file, values);
    TorchDevice device = TorchDevice.of(deviceWord);
    TorchModule.threads(workers.threads());
    TorchScriptModel model = new TorchScriptModel(file, device, inputs, workers, residents);
    TrialForward.of(model);
    return model;
  }

  private static List<SystemInput> inputs(ModelFile file, Map<String, String> values) {
    ModelMeta meta = file.meta();
    List<String> known = meta.inputs().stream().map(SystemInput::name).toList();
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new UnusableModelException(
            name
                + ": the model "
                + meta.name()
                + " takes no such input; "
                + (known.isEmpty() ? "it takes none" : "it takes " + String.join(", ", known)));
      }
    }
    List<SystemInput> all = new ArrayList<>();
    for (SystemInput input : meta.inputs()) {
      String value = values.get(input.name());
      all.add(
          value == null
              ? input
              : input.withFallback(
                  input
                      .number(value)
                      .orElseThrow(
                          () ->
                              new UnusableModelException(
                                  input.name()
                                      + ": found '"
                                      + value
                                      + "', expected "
                                      + input.expected()))));
    }
    return List.copyOf(all);
  }

  private static String digestOf(ModelFile file, List<SystemInput> inputs) {
    Map<String, String> fallbacks = new TreeMap<>();
    inputs.forEach(i -> fallbacks.put(i.name(), i.fallback().toString()));
    String text =
        String.join(
            "\n",
            ModelMeta.CONTRACT,
            "code " + CODE_VERSION,
            file.sha256(),
            file.meta().precision().key(),
            fallbacks.toString());
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The file. */
  public ModelFile file() {
    return file;
  }

  /** Where it computes. */
  public TorchDevice device() {
    return device;
  }

  @Override
  public String name() {
    return file.meta().name();
  }

  /** Of the file's bytes, its precision and the values of its extra inputs; not of the device. */
  @Override
  public String digest() {
    return digest;
  }

  @Override
  public double cutoff() {
    return file.meta().cutoff();
  }

  @Override
  public boolean supports(int atomicNumber) {
    return elements.contains(atomicNumber);
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return file.meta().memoryScalesWith();
  }

  @Override
  public List<SystemInput> inputs() {
    return inputs;
  }

  @Override
  public List<ExtraOutput> outputs() {
    return file.meta().outputs().stream()
        .filter(o -> !o.name().equals(ModelMeta.ENERGIES))
        .toList();
  }

  @Override
  public List<String> notes() {
    return file.meta().notes();
  }

  @Override
  public Optional<DeviceMemory> memory() {
    return device.isCuda() ? Optional.of(new TorchMemory(device)) : Optional.empty();
  }

  @Override
  public void releaseCaches() {
    TorchModule.releaseCaches(device);
  }

  /** Says how many neighbour lists the skin has saved. */
  @Override
  public List<String> remarks() {
    long all = graph.listsBuilt() + graph.listsReused();
    return all == 0
        ? List.of()
        : List.of(
            String.format(
                java.util.Locale.ROOT,
                "%s on %s: %d of %d neighbour lists were built, the skin saved the others (%.0f %%).",
                name(),
                device,
                graph.listsBuilt(),
                all,
                100.0 * graph.listsReused() / all));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where an atom is of an element that the model does not know
   * @throws dev.lehr.simulation.model.DeviceOutOfMemoryException where the batch does not fit
   */
  @Override
  public synchronized void evaluate(SimState state, ModelOutput output) {
    requireKnownElements(state);
    graph.fill(state);
    List<double[]> extras = extras(state);
    TorchResults results = residents.with(file, device, module -> module.forward(graph, extras));
    output.prepareFor(state);
    System.arraycopy(results.energy(), 0, output.energy(), 0, state.nSystems());
    System.arraycopy(results.forces(), 0, output.forces(), 0, 3 * state.nAtoms());
    System.arraycopy(results.stress(), 0, output.stress(), 0, 9 * state.nSystems());
    energiesOfAtoms(state, results, output);
    for (int s = 0; s < state.nSystems(); s++) {
      if (graph.isUnfit(s)) {
        fillWithNaN(state, s, output);
      } else if (!(Math.abs(state.volume(s)) > 0)) {
        Arrays.fill(output.stress(), 9 * s, 9 * s + 9, 0.0);
      }
    }
  }

  private void requireKnownElements(SimState state) {
    for (int z : state.atomicNumbers()) {
      if (!supports(z)) {
        throw new IllegalArgumentException(
            name()
                + " does not know "
                + (Elements.isKnown(z) ? Elements.symbol(z) : "element " + z));
      }
    }
  }

  private List<double[]> extras(SimState state) {
    List<double[]> all = new ArrayList<>();
    for (SystemInput input : inputs) {
      if (state.hasColumn(input.column())) {
        all.add(Arrays.copyOf(state.doubles(input.column()), state.nSystems()));
      } else {
        double[] same = new double[state.nSystems()];
        Arrays.fill(
            same,
            input
                .fallback()
                .orElseThrow(
                    () -> new IllegalArgumentException(name() + " needs " + input.name())));
        all.add(same);
      }
    }
    return all;
  }

  private void energiesOfAtoms(SimState state, TorchResults results, ModelOutput output) {
    Arrays.fill(output.energies(), 0, state.nAtoms(), Double.NaN);
    if (output.hasStresses()) {
      Arrays.fill(output.stresses(), 0, 9 * state.nAtoms(), Double.NaN);
    }
    List<ExtraOutput> named = file.meta().outputs();
    for (int k = 0; k < named.size(); k++) {
      if (!named.get(k).name().equals(ModelMeta.ENERGIES)) {
        output.extras().put(named.get(k).name(), results.extras().get(k));
      } else {
        System.arraycopy(results.extras().get(k), 0, output.energies(), 0, state.nAtoms());
      }
    }
  }

  private static void fillWithNaN(SimState state, int s, ModelOutput output) {
    int from = state.firstAtom(s);
    int to = state.firstAtom(s + 1);
    output.energy()[s] = Double.NaN;
    Arrays.fill(output.stress(), 9 * s, 9 * s + 9, Double.NaN);
    Arrays.fill(output.energies(), from, to, Double.NaN);
    Arrays.fill(output.forces(), 3 * from, 3 * to, Double.NaN);
  }
}
