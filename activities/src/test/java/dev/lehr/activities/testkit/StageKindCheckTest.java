package dev.lehr.activities.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageKinds;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All kinds of the project pass the checks that are there for those of plugins. */
class StageKindCheckTest {

  private static final Model COPPER =
      new ZhouEam(List.of("Cu", "Au"), Truncation.SMOOTH, Workers.serial());

  private static List<Structure> crystals() {
    return new PrototypeGenerator(
            PrototypeSpec.of(List.of(Prototype.A1, Prototype.B2), List.of("Cu", "Au")), "checked")
        .structures();
  }

  static List<StageKind> kinds() {
    return List.copyOf(StageKinds.all().values());
  }

  /** A kind with as many settings as it cannot do without. */
  private static StageKindCheck check(StageKind kind) {
    StageKindCheck check = StageKindCheck.of(kind);
    return switch (kind.name()) {
      case "filter" -> check.with("where", "n_atoms < 2");
      case "rank" -> check.with("by", "n_atoms");
      case "supercell" -> check.with("repeat", List.of(2, 1, 1));
      case "strain" -> check.with("strain", List.of(0.01, 0, 0, 0, 0, 0));
      case "substitute" -> check.with("replace", Map.of("Cu", List.of("Au")));
      case "hull", "formation-energy" ->
          check.after("relax", Map.of("energy", ValueType.NUMBER), Map.of("energy", -1.0));
      case "command" -> check.with("run", List.of("true"));
      case "phonons" -> check.with("supercell", List.of(2, 2, 2));
      default -> check;
    };
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfTheProjectReadsItsSettingsBackAndFindsWhatItSays(StageKind kind) {
    StageKindCheck check = check(kind);
    StageKindCheck.requireNone(check.flaws());
    if (check.stage() instanceof RecipeStage) {
      StageKindCheck.requireNone(check.flaws(COPPER, crystals()));
    }
  }

  /** A kind whose faults are chosen. */
  private record Faulty(String fault) implements StageKind {

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public String summary() {
      return "It does something wrong";
    }

    @Override
    public ConfiguredStage read(Fields fields, StageSite site) {
      return new FaultyStage(fault, fields.number("x", 1, 0, 10), new int[1]);
    }
  }

  private record FaultyStage(String fault, double x, int[] asked) implements RecipeStage {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      return fault.equals("settings") ? node : node.put(fault.equals("key") ? "y" : "x", x);
    }

    @Override
    public Map<String, ValueType> values() {
      return fault.equals("undeclared") ? Map.of() : Map.of("found", ValueType.NUMBER);
    }

    @Override
    public boolean changesStructures() {
      return false;
    }

    @Override
    public Recipe recipe() {
      return (subject, rounds) -> {
        asked[0]++;
        Object value =
            switch (fault) {
              case "state" -> asked[0];
              case "type" -> "a text";
              default -> x;
            };
        return fault.equals("changes")
            ? Step.Done.changed(subject.structure(), Map.of("found", value))
            : Step.Done.found(Map.of("found", value));
      };
    }
  }

  private static List<String> flaws(String fault) {
    return StageKindCheck.of(new Faulty(fault))
        .with("x", 2)
        .flaws(COPPER, crystals().subList(0, 1));
  }

  @Test
  void aKindWithoutAFaultHasNone() {
    assertThat(flaws("none")).isEmpty();
  }

  @Test
  void eachFaultIsFound() {
    assertThat(flaws("key")).anyMatch(f -> f.contains("cannot be read back"));
    assertThat(flaws("undeclared")).anyMatch(f -> f.contains("which values() does not have"));
    assertThat(flaws("state")).anyMatch(f -> f.contains("state or chance of its own"));
    assertThat(flaws("type")).anyMatch(f -> f.contains("values() says NUMBER"));
    assertThat(flaws("changes")).anyMatch(f -> f.contains("changesStructures()"));
    assertThat(flaws("settings")).anyMatch(f -> f.contains("read back from settings()"));
  }

  @Test
  void settingsThatAreNotSoundAreSaid() {
    StageKindCheck check = StageKindCheck.of(new Faulty("none")).with("x", 11);
    assertThat(check.problemsOfSettings()).hasSize(1).allMatch(p -> p.contains("x: found '11'"));
    assertThatThrownBy(check::stage).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBenchKeepsWhatARecipeAskedFor() {
    RecipeStage eos =
        (RecipeStage)
            StageKindCheck.of(StageKinds.find("eos").orElseThrow()).with("points", 9).stage();
    RecipeBench.Tried run = RecipeBench.of(COPPER).run(eos, crystals().get(0));
    assertThat(run.jobs()).hasSize(1);
    assertThat(run.jobs().get(0)).hasSize(9);
    assertThat(run.values().get("bulk_modulus")).isInstanceOf(Double.class);
  }
}
