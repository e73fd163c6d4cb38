package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Atoms on top of each other end as a failure that says which, for every model. */
class CoincidentAtomsTest {

  @Test
  void theFailureNamesTheTwoAtomsAndTheirDistance() {
    StaticStepper stepper = new StaticStepper();
    for (Model model : Models.all(Workers.serial())) {
      SimState bad = Crystals.random(new int[] {29}, 12, Crystals.pbc(7), 3);
      System.arraycopy(bad.positions(), 3 * 4, bad.positions(), 3 * 9, 3);
      SimState good = Crystals.random(new int[] {29}, 12, Crystals.pbc(7), 4);
      stepper.prepare(bad);
      stepper.prepare(good);
      SimState batch = SimState.concatenate(List.of(good, bad));
      ModelOutput output = new ModelOutput();
      model.evaluate(batch, output);
      System.arraycopy(output.energy(), 0, batch.doubles(Stepper.ENERGY), 0, 2);
      System.arraycopy(output.forces(), 0, batch.doubles(Stepper.FORCES), 0, 3 * 24);
      assertThat(stepper.judge(batch, 0)).isInstanceOf(Verdict.Converged.class);
      assertThat(stepper.judge(batch, 1))
          .as(model.name())
          .isEqualTo(
              new Verdict.Failed(
                  "not_finite",
                  "at step 0 the energy is NaN; atoms 4 and 9 are 0.0 angstrom apart"));
    }
  }
}
