package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.eos.EosFit;
import dev.lehr.simulation.analysis.eos.EosPoint;
import dev.lehr.simulation.analysis.eos.EquationOfState;
import dev.lehr.simulation.analysis.eos.Form;
import dev.lehr.simulation.analysis.eos.VolumeScan;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.run.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An equation of state: one round of {@link VolumeScan}'s children. Finds {@code
 * equilibrium_volume} and {@code equilibrium_volume_per_atom} (angstrom^3), {@code
 * equilibrium_energy} and {@code eos_rms} (eV, of the cell), {@code bulk_modulus} (GPa), {@code
 * bulk_modulus_derivative}, {@code eos_form}, {@code eos_points}, {@code eos_fits}, {@code
 * warnings}. The structure goes on as it came.
 *
 * @param scan the volumes, the forms, and how each volume is evaluated
 */
public record EosRecipe(VolumeScan scan) implements Recipe {

  private static final Relaxing AS_IT_COMES = Relaxing.tightly(Relaxing.Freedom.NONE);

  /**
   * With children whose atoms relax in their fixed cell, or do not.
   *
   * @param relaxing what moves in each child: atoms or nothing
   * @throws IllegalArgumentException where a setting is out of its range, or cells are to move
   */
  public static EosRecipe of(int points, double range, List<Form> forms, Relaxing relaxing) {
    if (relaxing.freedom() == Relaxing.Freedom.CELL) {
      throw new IllegalArgumentException("cells of a volume scan cannot relax");
    }
    Verb verb =
        relaxing.freedom() == Relaxing.Freedom.NONE ? new SinglePoint() : relaxing.optimization();
    return new EosRecipe(new VolumeScan(points, range, forms, verb));
  }

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    return StudyRounds.next(
        subject.structure(),
        rounds,
        AS_IT_COMES,
        parent -> scan,
        eos -> Step.Done.found(values(eos, subject.structure().nAtoms())));
  }

  private static Map<String, Object> values(EquationOfState eos, int atoms) {
    EosFit best = eos.best();
    Map<String, Object> fits = new LinkedHashMap<>();
    for (EosFit fit : eos.fits()) {
      fits.put(
          fit.form().key(),
          new Findings()
              .number("equilibrium_volume", fit.volume())
              .number("equilibrium_energy", fit.energy())
              .number("bulk_modulus", fit.bulkModulusGpa())
              .number("bulk_modulus_derivative", fit.bulkModulusDerivative())
              .number("rms", fit.rms())
              .values());
    }
    return new Findings()
        .number("equilibrium_volume", best.volume())
        .number("equilibrium_volume_per_atom", best.volume() / atoms)
        .number("equilibrium_energy", best.energy())
        .number("bulk_modulus", best.bulkModulusGpa())
        .number("bulk_modulus_derivative", best.bulkModulusDerivative())
        .number("eos_rms", best.rms())
        .put("eos_form", best.form().key())
        .put("eos_points", eos.points().stream().map(EosRecipe::pair).toList())
        .put("eos_fits", fits)
        .put("warnings", eos.warnings())
        .values();
  }

  private static List<Double> pair(EosPoint p) {
    return List.of(p.volume(), p.energy());
  }
}
