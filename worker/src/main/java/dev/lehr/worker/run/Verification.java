package dev.lehr.worker.run;

import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.djl.TorchScriptModel;
import dev.lehr.activities.djl.UnusableModelException;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.verification.Check;
import dev.lehr.simulation.verification.ModelVerification;
import dev.lehr.simulation.verification.Tolerances;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@code lehr models verify} is asked for.
 *
 * @param what a file, or the name of a model in the cache
 * @param precision of the model of that name; empty: whatever it is in
 * @param device auto, cpu, cuda or cuda:N
 * @param inputs what the model is given besides the geometry, by name
 * @param threads on the CPU
 */
public record Verification(
    String what,
    Optional<Precision> precision,
    String device,
    Map<String, String> inputs,
    int threads) {

  /**
   * Checks the model.
   *
   * @param about told what the model is, before the checks
   * @param each told of every check as it is done
   * @return whether all passed
   * @throws BadInputException where the model cannot be used at all
   */
  boolean run(Consumer<String> about, Consumer<Check> each) {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(threads)) {
      Path path = Path.of(what);
      ModelFile file =
          Files.isRegularFile(path)
              ? ModelFile.read(path)
              : ModelCache.ofUser().find(what, precision);
      TorchScriptModel model = TorchScriptModel.open(file, device, inputs, workers);
      about.accept(
          model.name()
              + ": "
              + file.meta().precision().key()
              + " on "
              + model.device()
              + ", cutoff "
              + model.cutoff()
              + " angstrom, "
              + file.meta().elements().size()
              + " elements");
      Tolerances allowed =
          file.meta().precision() == Precision.FLOAT64 ? Tolerances.DOUBLE : Tolerances.SINGLE;
      return new ModelVerification(model, file.meta().elements(), allowed).run(each);
    } catch (UnusableModelException e) {
      throw new BadInputException(
          "the model cannot be used", List.of(String.valueOf(e.getMessage())));
    }
  }
}
