package dev.lehr.simulation.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.Morse;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Sound models pass, and each way of being wrong is found by the check that is made for it. */
class ModelVerificationTest {

  private static final Model MORSE = new Morse(2.5, 0.4, 1.3, 6, Workers.serial());

  /** Morse with something done to the answer. */
  private record Altered(BiConsumer<SimState, ModelOutput> change) implements Model {
    @Override
    public String name() {
      return "altered";
    }

    @Override
    public String digest() {
      return "";
    }

    @Override
    public double cutoff() {
      return MORSE.cutoff();
    }

    @Override
    public boolean supports(int atomicNumber) {
      return true;
    }

    @Override
    public MemoryMetric memoryScalesWith() {
      return MemoryMetric.N_ATOMS;
    }

    @Override
    public void evaluate(SimState state, ModelOutput output) {
      MORSE.evaluate(state, output);
      change.accept(state, output);
    }
  }

  private static List<String> failures(Model model, List<Integer> elements) {
    List<String> failed = new ArrayList<>();
    boolean passed =
        new ModelVerification(model, elements, Tolerances.DOUBLE)
            .run(
                check -> {
                  if (!check.passed()) {
                    failed.add(check.name());
                  }
                });
    assertThat(passed).isEqualTo(failed.isEmpty());
    return failed;
  }

  private static List<String> failuresOf(BiConsumer<SimState, ModelOutput> change) {
    return failures(new Altered(change), List.of(14, 29));
  }

  @Test
  void soundModelsPass() {
    assertThat(failures(MORSE, List.of(14, 29))).isEmpty();
    assertThat(failures(new LennardJones(2.2, 0.1, 6, Workers.serial()), List.of(18))).isEmpty();
    Model eam = new ZhouEam(List.of("Cu", "Au"), Truncation.SMOOTH, Workers.serial());
    assertThat(failures(eam, List.of(29, 79))).isEmpty();
  }

  @Test
  void forcesThatAreAPartInTenThousandTooLargeAreFound() {
    assertThat(failuresOf((s, o) -> scale(o.forces(), 3 * s.nAtoms(), 1.0001)))
        .contains("forces are the energy's slope");
  }

  @Test
  void aStressOfTheWrongSignIsFound() {
    assertThat(failuresOf((s, o) -> scale(o.stress(), 9 * s.nSystems(), -1)))
        .containsExactly("stress is the energy's slope");
  }

  @Test
  void aStressThatIsNotSymmetricIsFound() {
    assertThat(failuresOf((s, o) -> o.stress()[1] += 1e-4)).contains("stress is symmetric");
  }

  @Test
  void anEnergyThatNoticesItsCompanyIsFound() {
    assertThat(failuresOf((s, o) -> o.energy()[0] += 1e-9 * s.nSystems()))
        .contains("alone as in a batch");
  }

  @Test
  void anEnergyThatDependsOnThePlaceIsFound() {
    assertThat(failuresOf((s, o) -> o.energy()[0] += 1e-4 * s.positions()[0]))
        .contains("moved, and by lattice vectors", "turned, forces with it");
  }

  @Test
  void anEnergyThatDoesNotGrowWithTheCellIsFound() {
    assertThat(failuresOf((s, o) -> addToAll(s, o, 1)))
        .contains("twice the cell, twice the energy", "energies of atoms add up");
  }

  @Test
  void anElementWithoutANumberIsNamed() {
    List<Check> checks = new ArrayList<>();
    Model model =
        new Altered(
            (s, o) -> {
              for (int k = 0; k < s.nSystems(); k++) {
                if (s.atomicNumbers()[s.firstAtom(k)] == 47) {
                  o.energy()[k] = Double.NaN;
                }
              }
            });
    new ModelVerification(model, List.of(29, 47), Tolerances.DOUBLE).run(checks::add);
    assertThat(checks)
        .filteredOn(c -> !c.passed())
        .singleElement()
        .satisfies(c -> assertThat(c.where()).isEqualTo("Ag"));
  }

  private static void scale(double[] values, int n, double factor) {
    for (int k = 0; k < n; k++) {
      values[k] *= factor;
    }
  }

  private static void addToAll(SimState s, ModelOutput o, double energy) {
    for (int k = 0; k < s.nSystems(); k++) {
      o.energy()[k] += energy;
    }
  }
}
