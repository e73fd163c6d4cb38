package dev.lehr.activities.campaign;

import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.djl.TorchScriptModel;
import dev.lehr.activities.djl.UnusableModelException;
import dev.lehr.activities.files.FileProblem;
import dev.lehr.activities.files.SetflReader;
import dev.lehr.activities.files.UnusableTableException;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.plugins.ModelKinds;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Morse;
import dev.lehr.simulation.model.SetflEam;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.model.SumModel;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.Elements;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Builds models from what a campaign says of them, reading the files that they need. */
final class ModelBuilder {

  private final Workers workers;
  private final Path base;

  private final String device;

  /** With what the process says of the device, where the campaign says auto. */
  ModelBuilder(Workers workers, Path base, String device) {
    this.workers = workers;
    this.base = base;
    this.device = device;
  }

  Model build(ModelSpec spec) {
    if (spec instanceof ModelSpec.LennardJones lj) {
      return new LennardJones(lj.sigma(), lj.epsilon(), lj.cutoff(), workers);
    }
    if (spec instanceof ModelSpec.Morse m) {
      return new Morse(m.sigma(), m.epsilon(), m.alpha(), m.cutoff(), workers);
    }
    if (spec instanceof ModelSpec.SoftSphere soft) {
      return softSphere(soft, workers);
    }
    if (spec instanceof ModelSpec.SetflEam setfl) {
      return setfl(setfl);
    }
    if (spec instanceof ModelSpec.TorchScript torch) {
      return torchScript(torch);
    }
    if (spec instanceof ModelSpec.Python python) {
      return PythonFields.build(python, base);
    }
    if (spec instanceof ModelSpec.Plugin plugin) {
      return ModelKinds.build(plugin.name(), plugin.model(), workers, base, device);
    }
    if (spec instanceof ModelSpec.Sum sum) {
      return new SumModel(sum.terms().stream().map(this::build).toList());
    }
    ModelSpec.ZhouEam zhou = (ModelSpec.ZhouEam) spec;
    Truncation truncation = zhou.truncation().equals("hard") ? Truncation.HARD : Truncation.SMOOTH;
    return new ZhouEam(zhou.elements(), truncation, workers);
  }

  static Model softSphere(ModelSpec.SoftSphere soft, Workers workers) {
    Optional<Double> cutoff =
        soft.cutoff().isPresent() ? Optional.of(soft.cutoff().getAsDouble()) : Optional.empty();
    if (soft.species().isEmpty()) {
      double sigma = soft.sigma().get(0).get(0);
      double epsilon = soft.epsilon().get(0).get(0);
      double alpha = soft.alpha().get(0).get(0);
      return new SoftSphere(sigma, epsilon, alpha, cutoff.orElse(sigma), workers);
    }
    return SoftSphere.ofSpecies(
        soft.species().stream().map(Elements::require).toList(),
        matrix(soft.sigma()),
        matrix(soft.epsilon()),
        matrix(soft.alpha()),
        cutoff,
        workers);
  }

  private static double[][] matrix(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().mapToDouble(x -> x).toArray())
        .toArray(double[][]::new);
  }

  private Model torchScript(ModelSpec.TorchScript spec) {
    try {
      Optional<Precision> precision = Precision.of(spec.precision());
      ModelFile file =
          spec.file().isEmpty()
              ? ModelCache.ofUser().find(spec.name(), precision)
              : ModelFile.read(base.resolve(spec.file()));
      if (precision.isPresent() && file.meta().precision() != precision.get()) {
        throw new UnusableModelException(
            file.path()
                + ": is in "
                + file.meta().precision().key()
                + ", expected "
                + spec.precision()
                + " as model.precision says");
      }
      return TorchScriptModel.open(
          file,
          spec.device().equals(TorchDevice.AUTO) ? device : spec.device(),
          spec.inputs(),
          workers);
    } catch (UnusableModelException e) {
      throw new BadInputException("the model cannot be used", List.of("model: " + e.getMessage()));
    }
  }

  private Model setfl(ModelSpec.SetflEam spec) {
    SetflReader.Format format =
        switch (spec.format()) {
          case "alloy" -> SetflReader.Format.ALLOY;
          case "fs" -> SetflReader.Format.FINNIS_SINCLAIR;
          default -> SetflReader.Format.DETECT;
        };
    String what = "the model's file cannot be used";
    try {
      return new SetflEam(
          SetflReader.read(base.resolve(spec.file()), spec.file(), format), workers);
    } catch (UnusableTableException e) {
      throw new BadInputException(what, e.problems().stream().map(FileProblem::message).toList());
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          what, List.of("model.file: " + base.resolve(spec.file()) + ": found no such file"));
    } catch (IOException e) {
      throw new BadInputException(
          what, List.of("model.file: " + base.resolve(spec.file()) + ": " + e.getMessage()));
    }
  }
}
