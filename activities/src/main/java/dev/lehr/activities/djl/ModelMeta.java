package dev.lehr.activities.djl;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.SystemInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model file says of itself in {@code meta.json}.
 *
 * @param name what people call it
 * @param cutoff largest distance at which two atoms are connected, angstrom
 * @param elements atomic numbers that it was trained on, ascending
 * @param precision what it computes in
 * @param memoryScalesWith the metric that memory grows with
 * @param inputs what it takes besides the geometry, in the order of the arguments
 * @param outputs what it gives besides energy, forces and stress, in the order of the results
 * @param versions of the packages that it was exported with
 * @param licence of the weights; may be empty
 * @param citation where it was published; may be empty
 * @param functional of the calculations that it was fitted to, for example {@code PBE}; may be
 *     empty
 * @param corrections that its energies contain, for example {@code MP2020}; may be empty
 * @param notes what to know before use, one sentence each
 * @param interactionLayers how many times atoms hear of their neighbours: a displacement is felt so
 *     many cutoffs away; empty where the file does not say
 */
public record ModelMeta(
    String name,
    double cutoff,
    List<Integer> elements,
    Precision precision,
    MemoryMetric memoryScalesWith,
    List<SystemInput> inputs,
    List<ExtraOutput> outputs,
    Map<String, String> versions,
    String licence,
    String citation,
    String functional,
    String corrections,
    List<String> notes,
    OptionalInt interactionLayers) {

  /** The one contract that there is: the signature of {@code forward}, see docs/models.md. */
  public static final String CONTRACT = "batched-mlip-1";

  /** The output that holds the energy of each atom. */
  public static final String ENERGIES = "energies";

  /** Copies the collections. */
  public ModelMeta {
    elements = List.copyOf(elements);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    versions = Map.copyOf(versions);
    notes = List.copyOf(notes);
  }

  /** The extra input of a name. */
  public Optional<SystemInput> input(String key) {
    return inputs.stream().filter(i -> i.name().equals(key)).findFirst();
  }
}
