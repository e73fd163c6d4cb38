package dev.lehr.activities.djl;

import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.GraphBatch;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.Scope;
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
  private final Workers workers;
  private final Part whole;
  private final List<Part> parts;
  private final String digest;
  private final boolean tellsMemory;
  private final ResidentModels residents;

  /** What a thread needs to run a part of a batch. */
  private record Part(GraphBatch graph, TorchBuffers buffers) {}

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
    this.workers = workers;
    this.whole = new Part(new GraphBatch(file.meta().cutoff(), workers), new TorchBuffers());
    List<Part> all = new ArrayList<>();
    for (int k = 0; k < workers.threads(); k++) {
      all.add(new Part(new GraphBatch(file.meta().cutoff(), Workers.serial()), new TorchBuffers()));
    }
    this.parts = List.copyOf(all);
    this.digest = digestOf(file, inputs);
    this.tellsMemory = TorchModule.tellsMemory(device);
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
  public boolean isSinglePrecision() {
    return file.meta().precision() == Precision.FLOAT32;
  }

  @Override
  public double cutoff() {
    return file.meta().cutoff();
  }

  /** The cutoff times the layers of message passing, at least twice; see {@link #isRangeKnown}. */
  @Override
  public double range() {
    return Math.max(2, file.meta().interactionLayers().orElse(2)) * cutoff();
  }

  @Override
  public boolean isRangeKnown() {
    return file.meta().interactionLayers().isPresent();
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
  public String functional() {
    return file.meta().functional();
  }

  @Override
  public String corrections() {
    return file.meta().corrections();
  }

  @Override
  public String placement() {
    return device.isCuda() ? device.toString() : "host";
  }

  @Override
  public Optional<DeviceMemory> memory() {
    return tellsMemory ? Optional.of(new TorchMemory(device)) : Optional.empty();
  }

  @Override
  public void releaseCaches() {
    TorchModule.releaseCaches(device);
  }

  /** Says how many neighbour lists the skin has saved. */
  @Override
  public List<String> remarks() {
    long built = whole.graph().listsBuilt();
    long reused = whole.graph().listsReused();
    for (Part part : parts) {
      built += part.graph().listsBuilt();
      reused += part.graph().listsReused();
    }
    long all = built + reused;
    return all == 0
        ? List.of()
        : List.of(
            String.format(
                java.util.Locale.ROOT,
                "%s on %s: %d of %d neighbour lists were built, the skin saved the others (%.0f %%).",
                name(),
                device,
                built,
                all,
                100.0 * reused / all));
  }

  /**
   * {@inheritDoc}
   *
   * <p>On the CPU a batch of several systems is computed in as many parts as there are threads,
   * each on one of them: libtorch's own threads would share the loops of every small operation, and
   * wait for each other at its end.
   *
   * @throws IllegalArgumentException where an atom is of an element that the model does not know
   * @throws dev.lehr.simulation.model.DeviceOutOfMemoryException where the batch does not fit
   */
  @Override
  public synchronized void evaluate(SimState state, ModelOutput output) {
    requireKnownElements(state);
    List<double[]> extras = extras(state);
    output.prepareFor(state);
    prepareExtras(state, output);
    int[] cuts = cuts(state);
    int n = cuts.length - 1;
    parts.get(0).graph().lookAt(state);
    if (n == 1) {
      TorchModule.threads(workers.threads());
      run(state, output, extras, whole, 0, state.nSystems());
    } else {
      workers.forEach(
          n,
          k -> {
            TorchModule.threads(1);
            run(state, output, extras, parts.get(k), cuts[k], cuts[k + 1]);
          });
    }
  }

  /** Where the parts of a batch begin, of about as many atoms each; and its end. */
  private int[] cuts(SimState state) {
    int most = device.isCuda() ? 1 : Math.min(parts.size(), state.nSystems());
    int[] cuts = new int[most + 1];
    int at = 0;
    int n = 0;
    for (int k = 1; k < most; k++) {
      long goal = (long) state.nAtoms() * k / most;
      while (at < state.nSystems() - 1 && state.firstAtom(at + 1) <= goal) {
        at++;
      }
      boolean nearer = goal - state.firstAtom(at) > state.firstAtom(at + 1) - goal;
      int cut = nearer ? at + 1 : at;
      if (cut > cuts[n] && cut < state.nSystems()) {
        cuts[++n] = cut;
      }
    }
    cuts[++n] = state.nSystems();
    return Arrays.copyOf(cuts, n + 1);
  }

  private void run(
      SimState state, ModelOutput output, List<double[]> extras, Part part, int from, int to) {
    GraphBatch graph = part.graph();
    graph.fill(state, from, to);
    int atom = state.firstAtom(from);
    List<double[]> own =
        extras.stream().map(values -> Arrays.copyOfRange(values, from, to)).toList();
    TorchResults results =
        residents.with(file, device, module -> module.forward(graph, own, part.buffers()));
    System.arraycopy(results.energy(), 0, output.energy(), from, graph.nSystems());
    System.arraycopy(results.forces(), 0, output.forces(), 3 * atom, 3 * graph.nAtoms());
    System.arraycopy(results.stress(), 0, output.stress(), 9 * from, 9 * graph.nSystems());
    keepExtras(results, output, from, atom);
    for (int s = from; s < to; s++) {
      if (graph.isUnfit(s - from)) {
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

  private void prepareExtras(SimState state, ModelOutput output) {
    Arrays.fill(output.energies(), 0, state.nAtoms(), Double.NaN);
    if (output.hasStresses()) {
      Arrays.fill(output.stresses(), 0, 9 * state.nAtoms(), Double.NaN);
    }
    for (ExtraOutput named : outputs()) {
      int rows = named.scope() == Scope.ATOM ? state.nAtoms() : state.nSystems();
      output.extras().put(named.name(), new double[named.width() * rows]);
    }
  }

  private void keepExtras(TorchResults results, ModelOutput output, int system, int atom) {
    List<ExtraOutput> all = file.meta().outputs();
    for (int k = 0; k < all.size(); k++) {
      ExtraOutput named = all.get(k);
      double[] values = results.extras().get(k);
      double[] into =
          named.name().equals(ModelMeta.ENERGIES)
              ? output.energies()
              : output.extras().get(named.name());
      int first = named.width() * (named.scope() == Scope.ATOM ? atom : system);
      if (into != null) {
        System.arraycopy(values, 0, into, first, values.length);
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
