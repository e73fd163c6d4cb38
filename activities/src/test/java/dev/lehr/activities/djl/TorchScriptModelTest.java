package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The whole path to libtorch with a Lennard-Jones in TorchScript, against the one in Java. */
class TorchScriptModelTest {

  private static final Workers SERIAL = Workers.serial();

  private final Model java = new LennardJones(3.4, 0.01, 6.0, SERIAL);
  private final Model torch = TestModels.open("lennard-jones.pt");

  @Test
  void aBatchOfAllKindsOfSystemsHasTheNumbersOfTheJavaModel() {
    SimState batch = SimState.concatenate(TestSystems.kinds());
    ModelOutput expected = evaluate(java, batch.copy());
    ModelOutput found = evaluate(torch, batch.copy());
    assertSame(found, expected, batch, 1e-10);
  }

  @Test
  void eachSystemAloneHasTheNumbersThatItHasInTheBatch() {
    SimState batch = SimState.concatenate(TestSystems.kinds());
    ModelOutput together = evaluate(torch, batch.copy());
    for (int s = 0; s < batch.nSystems(); s++) {
      SimState alone = batch.select(s);
      double energy = evaluate(torch, alone).energy()[0];
      assertThat(energy).isCloseTo(together.energy()[s], within(1e-12 * (1 + Math.abs(energy))));
    }
  }

  @Test
  void aModelInSinglePrecisionIsCloseToOneInDouble() {
    Model single = TestModels.open("lennard-jones-float32.pt");
    SimState batch = SimState.concatenate(TestSystems.kinds());
    ModelOutput expected = evaluate(torch, batch.copy());
    ModelOutput found = evaluate(single, batch.copy());
    for (int s = 0; s < batch.nSystems(); s++) {
      assertThat(found.energy()[s]).isCloseTo(expected.energy()[s], within(1e-6 * batch.nAtoms(s)));
    }
    assertThat(single.digest()).isNotEqualTo(torch.digest());
  }

  @Test
  void aSystemThatCannotBeListedIsNaNAndTheOthersAreAsEver() {
    List<SimState> systems = TestSystems.kinds();
    SimState broken = systems.get(0).copy();
    broken.positions()[0] = Double.NaN;
    ModelOutput alone = evaluate(torch, systems.get(1).copy());
    double energy = alone.energy()[0];
    ModelOutput found =
        evaluate(torch, SimState.concatenate(List.of(broken, systems.get(1).copy())));
    assertThat(found.energy()[0]).isNaN();
    assertThat(found.forces()[0]).isNaN();
    assertThat(found.energy()[1]).isCloseTo(energy, within(1e-12));
  }

  @Test
  void twoAtomsAtOnePlaceAreNaNInTheirSystemOnly() {
    List<SimState> systems = TestSystems.kinds();
    SimState broken = systems.get(0).copy();
    System.arraycopy(broken.positions(), 0, broken.positions(), 3, 3);
    ModelOutput found =
        evaluate(torch, SimState.concatenate(List.of(broken, systems.get(1).copy())));
    assertThat(found.energy()[0]).isNaN();
    assertThat(found.energy()[1]).isFinite();
    assertThat(found.forces()[3 * broken.nAtoms()]).isFinite();
  }

  @Test
  void anElementThatTheModelDoesNotKnowIsRefused() {
    SimState gold =
        SimState.ofSystem(
            new int[] {79}, new double[] {1}, new double[3], new double[9], new boolean[3]);
    assertThat(torch.supports(79)).isFalse();
    assertThatThrownBy(() -> evaluate(torch, gold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lennard-jones-torch does not know Au");
  }

  @Test
  void aBatchThatFindsNoMemoryIsRefusedAsSuchAndASmallerOneGoesOn() {
    Model hungry = TestModels.open("wrong-hungry.pt");
    SimState small = SimState.concatenate(TestSystems.kinds().subList(0, 2));
    double energy = evaluate(hungry, small).energy()[0];
    SimState large = SimState.concatenate(TestSystems.kinds());
    assertThatThrownBy(() -> evaluate(hungry, large))
        .isInstanceOf(DeviceOutOfMemoryException.class)
        .hasMessageContainingAll("no memory for 7 systems", "allocate memory");
    assertThat(evaluate(hungry, small).energy()[0]).isEqualTo(energy);
  }

  @Test
  void theSkinSavesListsWhileAtomsMoveALittle() {
    Model model = TestModels.open("lennard-jones.pt");
    SimState state = SimState.concatenate(TestSystems.kinds());
    Random random = new Random(5);
    ModelOutput output = new ModelOutput();
    for (int step = 0; step < 10; step++) {
      for (int k = 0; k < state.positions().length; k++) {
        state.positions()[k] += 0.001 * random.nextGaussian();
      }
      model.evaluate(state, output);
      ModelOutput expected = evaluate(java, SimState.concatenate(state.split().stream().toList()));
      assertSame(output, expected, state, 1e-10);
    }
    // The trial on loading built two lists of its own.
    int systems = state.nSystems();
    assertThat(model.remarks())
        .singleElement()
        .asString()
        .contains(
            (systems + 2) + " of " + (10 * systems + 2) + " neighbour lists were built, the skin");
  }

  @Test
  void theDigestIsThatOfTheBytesAndOfWhatTheCampaignSays() {
    assertThat(TestModels.open("lennard-jones.pt").digest()).isEqualTo(torch.digest());
    ModelFile charged = TestModels.file("charged.pt");
    Model one = TorchScriptModel.open(charged, "cpu", Map.of("charge", "1"), SERIAL);
    Model two = TorchScriptModel.open(charged, "cpu", Map.of("charge", "2"), SERIAL);
    assertThat(one.digest()).isNotEqualTo(two.digest());
  }

  static ModelOutput evaluate(Model model, SimState state) {
    ModelOutput output = new ModelOutput();
    model.evaluate(state, output);
    return output;
  }

  private static void assertSame(
      ModelOutput found, ModelOutput expected, SimState batch, double tolerance) {
    for (int s = 0; s < batch.nSystems(); s++) {
      assertThat(found.energy()[s])
          .as("energy of system %d", s)
          .isCloseTo(expected.energy()[s], within(tolerance));
    }
    assertClose("stress", found.stress(), expected.stress(), 9 * batch.nSystems(), tolerance);
    assertClose("energies", found.energies(), expected.energies(), batch.nAtoms(), tolerance);
    assertClose("forces", found.forces(), expected.forces(), 3 * batch.nAtoms(), tolerance);
  }

  private static void assertClose(
      String what, double[] found, double[] expected, int n, double tolerance) {
    for (int k = 0; k < n; k++) {
      assertThat(found[k]).as("%s[%d]", what, k).isCloseTo(expected[k], within(tolerance));
    }
  }
}
