package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.SumModel;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model that takes a charge, which scales its energies, and a head, which shifts them. */
class ExtraInputsTest {

  private final ModelFile file = TestModels.file("charged.pt");
  private final Model plain = TestModels.open("lennard-jones.pt");

  private Model open(Map<String, String> values) {
    return TorchScriptModel.open(file, "cpu", values, Workers.serial());
  }

  private static Structure pair(Map<String, Object> info) {
    Structure.Builder b =
        Structure.builder("pair", "test", new int[] {18, 18}, new double[] {0, 0, 0, 3.9, 0, 0});
    info.forEach(b::info);
    return b.build();
  }

  private static SimState given(Model model, Map<String, Object> info) {
    Structure structure = pair(info);
    SimState state = structure.toSimState();
    assertThat(SystemInput.give(model.inputs(), structure, state)).isEmpty();
    return state;
  }

  @Test
  void eachSystemsNumberIsItsStructuresOrTheCampaigns() {
    Model model = open(Map.of("charge", "3", "head", "a"));
    double unit = TorchScriptModelTest.evaluate(plain, pair(Map.of()).toSimState()).energy()[0];
    SimState batch =
        SimState.concatenate(
            List.of(
                given(model, Map.of()),
                given(model, Map.of("charge", 2L)),
                given(model, Map.of("charge", -1.5, "head", "b"))));
    ModelOutput output = TorchScriptModelTest.evaluate(model, batch);
    assertThat(output.energy()[0]).isCloseTo(3 * unit, within(1e-12));
    assertThat(output.energy()[1]).isCloseTo(2 * unit, within(1e-12));
    assertThat(output.energy()[2]).isCloseTo(-1.5 * unit + 2, within(1e-12));
  }

  @Test
  void oneThatIsMissingOrWrongIsSaidWithWhatIsExpected() {
    Model model = open(Map.of());
    Structure without = pair(Map.of());
    assertThat(SystemInput.give(model.inputs(), without, without.toSimState()))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("charge: found nothing in the structure's info", "a number"));
    Structure wrong = pair(Map.of("charge", 1.0, "head", "c"));
    assertThat(SystemInput.give(model.inputs(), wrong, wrong.toSimState()))
        .hasValue("head: found 'c' in the structure's info, expected one of a, b");
    assertThatThrownBy(() -> open(Map.of("head", "z")))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("head: found 'z', expected one of a, b");
    assertThatThrownBy(() -> open(Map.of("spin", "1")))
        .hasMessageContaining("spin: the model charged takes no such input; it takes charge, head");
  }

  @Test
  void aSumTakesWhatItsTermsTake() {
    Model sum = new SumModel(List.of(plain, open(Map.of())));
    double unit = TorchScriptModelTest.evaluate(plain, pair(Map.of()).toSimState()).energy()[0];
    SimState state = given(sum, Map.of("charge", 4.0));
    assertThat(TorchScriptModelTest.evaluate(sum, state).energy()[0])
        .isCloseTo(5 * unit, within(1e-12));
  }
}
