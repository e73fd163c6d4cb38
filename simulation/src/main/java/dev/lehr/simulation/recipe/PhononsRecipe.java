package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.analysis.bands.BandPath;
import dev.lehr.simulation.analysis.phonons.FiniteDisplacements;
import dev.lehr.simulation.analysis.phonons.ForceConstants;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Harmonic phonons: the crystal is relaxed, then its atoms are displaced in a supercell. What it
 * finds is listed at {@link PhononFindings}. The structure goes on as it came. Models of single
 * precision are refused: their forces are too coarse for such displacements. There is no splitting
 * of longitudinal and transverse optical modes.
 *
 * @param settings what is asked for
 */
public record PhononsRecipe(PhononSettings settings) implements Recipe {

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    ModelFacts model = subject.model();
    if (model.singlePrecision()) {
      return new Step.Refused(
          "needs_float64",
          String.format(
              Locale.ROOT,
              "the model %s computes in float32, whose forces are too coarse for displacements of"
                  + " %.4g angstrom; expected a model in float64",
              model.name(),
              settings.displacement()));
    }
    Relaxing asked = settings.relaxing();
    Relaxing relaxing =
        new Relaxing(asked.freedom(), asked.fmax() / 2, asked.smax(), asked.maxSteps());
    return StudyRounds.next(
        subject.structure(),
        rounds,
        relaxing,
        crystal -> study(crystal, model),
        constants -> Step.Done.found(found(constants, model)));
  }

  private Study<ForceConstants> study(Structure crystal, ModelFacts model) {
    int[] n =
        crystal.cell().isPresent() ? settings.copies(crystal, model.range()) : new int[] {1, 1, 1};
    return new FiniteDisplacements(
        n[0], n[1], n[2], settings.displacement(), model.range(), settings.relaxing().fmax());
  }

  private Map<String, Object> found(ForceConstants constants, ModelFacts model) {
    Structure crystal = constants.parent();
    BandPath path = settings.path().map(BandPath::of).orElseGet(() -> BandPath.of(crystal));
    return new PhononFindings(settings, constants, path)
        .values(settings.copies(crystal, model.range()), model);
  }
}
