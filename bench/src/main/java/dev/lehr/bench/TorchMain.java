package dev.lehr.bench;

import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.TorchScriptModel;
import dev.lehr.activities.files.ExtxyzReader;
import dev.lehr.activities.files.ReadResult;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.run.Batching;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.run.Optimization;
import dev.lehr.simulation.run.Progress;
import dev.lehr.simulation.run.Result;
import dev.lehr.simulation.run.Results;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Relaxes crystals with a TorchScript model on a device, positions and cells, and prints one line
 * of JSON.
 *
 * <pre>TorchMain MODEL.pt STRUCTURES.extxyz COUNT DEVICE MAX_ATOMS FMAX MAX_STEPS MEMORY(yes|no)
 * </pre>
 *
 * <p>With MEMORY the largest batch is looked for first, by doubling until the device has no memory,
 * after which a small batch must work as before.
 */
public final class TorchMain {

  private static final int LARGEST_ATOMS = 1 << 21;

  private final Model model;
  private final Workers workers;
  private final List<Structure> structures;
  private double occupancy;
  private long reports;

  private TorchMain(Model model, Workers workers, List<Structure> structures) {
    this.model = model;
    this.workers = workers;
    this.structures = structures;
  }

  /** See above. */
  public static void main(String[] args) throws IOException {
    int threads = Integer.getInteger("threads", Runtime.getRuntime().availableProcessors());
    try (FixedThreadWorkers workers = new FixedThreadWorkers(threads)) {
      Model model =
          TorchScriptModel.open(ModelFile.read(Path.of(args[0])), args[3], Map.of(), workers);
      TorchMain main =
          new TorchMain(model, workers, read(Path.of(args[1]), Integer.parseInt(args[2])));
      String memory = args[7].equals("yes") ? main.memory() : "";
      double maxAtoms = Double.parseDouble(args[4]);
      double fmax = Double.parseDouble(args[5]);
      long maxSteps = Long.parseLong(args[6]);
      main.relax(Math.min(8, main.structures.size()), maxAtoms, fmax, 5);
      System.out.println(
          main.relax(main.structures.size(), maxAtoms, fmax, maxSteps).replace("}", memory + "}"));
    }
  }

  private static List<Structure> read(Path file, int count) throws IOException {
    List<Structure> all = new ArrayList<>();
    try (ExtxyzReader reader = ExtxyzReader.open(file, file.toString(), Optional.empty())) {
      while (reader.hasNext() && all.size() < count) {
        if (reader.next() instanceof ReadResult.Read read) {
          all.add(read.structure());
        }
      }
    }
    return all;
  }

  private String relax(int count, double maxAtoms, double fmax, long maxSteps) {
    occupancy = 0;
    reports = 0;
    long start = System.nanoTime();
    Results results =
        Lehr.optimize(
            structures.subList(0, count),
            model,
            Optimization.builder()
                .optimizer(FireSettings.defaults(FireSettings.Flavour.TORCHSIM))
                .relaxCell()
                .fmax(fmax)
                .maxSteps(maxSteps)
                .build(),
            Execution.builder()
                .workers(workers)
                .batching(Batching.inFlight(MemoryMetric.N_ATOMS, maxAtoms))
                .onProgress(this::note)
                .build());
    double wall = (System.nanoTime() - start) * 1e-9;
    return json(results, wall);
  }

  private void note(Progress progress) {
    occupancy += progress.occupancy();
    reports++;
  }

  private String json(Results results, double wall) {
    long converged = 0;
    long atomSteps = 0;
    double energy = 0;
    for (Result result : results) {
      converged += result.isConverged() ? 1 : 0;
      atomSteps += (result.iterations() + 1) * result.input().nAtoms();
      energy += result.energy();
    }
    return String.format(
        Locale.ROOT,
        "{\"program\": \"lehr\", \"structures\": %d, \"converged\": %d, \"wall_s\": %.3f,"
            + " \"structures_per_s\": %.3f, \"occupancy\": %.3f, \"atom_steps\": %d,"
            + " \"us_per_atom_step\": %.3f, \"energy\": %.6f}",
        results.size(),
        converged,
        wall,
        results.size() / wall,
        reports == 0 ? 0 : occupancy / reports,
        atomSteps,
        1e6 * wall / atomSteps,
        energy);
  }

  /** The largest batch of copies that a forward takes, and whether a small one works afterwards. */
  private String memory() {
    SimState one = structures.get(0).toSimState();
    double before = energyOf(one);
    int fits = 0;
    String end = "not reached";
    for (int n = 1; n * one.nAtoms() <= LARGEST_ATOMS; n *= 2) {
      try {
        model.evaluate(SimState.concatenate(Collections.nCopies(n, one)), new ModelOutput());
        fits = n * one.nAtoms();
      } catch (DeviceOutOfMemoryException e) {
        end = "survived";
        break;
      }
    }
    double after = energyOf(one);
    boolean same = Math.abs(after - before) <= 1e-5 * one.nAtoms();
    return String.format(
        Locale.ROOT,
        ", \"largest_batch_atoms\": %d, \"out_of_memory\": \"%s\", \"same_after\": %b",
        fits,
        end,
        same);
  }

  private double energyOf(SimState state) {
    ModelOutput output = new ModelOutput();
    model.evaluate(state, output);
    return output.energy()[0];
  }
}
