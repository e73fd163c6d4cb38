package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.document.CampaignParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignParserTest {

  @Test
  void allProblemsOfAFileAreFoundAtOnceWithLineAndAGuess() {
    String yaml =
        """
        name: not a name
        structurs: [x.extxyz]
        model: {name: eam-zhou2004, elements: [Cu, Xx]}
        stages:
          - {id: relax, kind: relax, fmax: 10 GPa, cell: frechett, max_iterations: many}
          - {id: static, kind: statik, after: relx}
        checkpoint: {every_steps: 0}
        """;
    assertThat(SampleCampaigns.problems(yaml))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("c.yaml:1:1: structures: is missing"),
            p -> assertThat(p).startsWith("c.yaml:1:7: name: found 'not a name'"),
            p -> assertThat(p).startsWith("c.yaml:2:1: structurs: unknown key; did you mean"),
            p -> assertThat(p).startsWith("c.yaml:3:").contains("found 'Xx'"),
            p -> assertThat(p).startsWith("c.yaml:5:").contains("fmax").contains("GPa"),
            p -> assertThat(p).startsWith("c.yaml:5:").contains("did you mean frechet?"),
            p ->
                assertThat(p)
                    .startsWith("c.yaml:5:")
                    .contains("found 'many', expected a whole number"),
            p ->
                assertThat(p)
                    .startsWith("c.yaml:6:")
                    .contains("found 'statik'", "did you mean static?"),
            p -> assertThat(p).startsWith("c.yaml:6:").contains("'relx'; did you mean relax?"),
            p ->
                assertThat(p)
                    .startsWith("c.yaml:7:")
                    .contains("checkpoint.every_steps: found '0'"));
  }

  @ParameterizedTest
  @MethodSource("dev.lehr.activities.campaign.SampleCampaigns#all")
  void theCanonicalFormSaysTheSameAndIsItsOwn(String yaml) throws CampaignParseException {
    CampaignDefinition definition = CampaignParser.parse("c.yaml", yaml);
    String canonical = CanonicalForm.of(definition);
    CampaignDefinition again = CampaignParser.parse("c.json", canonical);
    assertThat(again).isEqualTo(definition);
    assertThat(CanonicalForm.of(again)).isEqualTo(canonical);
  }

  @Test
  void bareNumbersAreInTheFieldsUnits() throws CampaignParseException {
    StageSpec.Relax bare = relax("cell: frechet, fmax: 0.02, pressure: 10, max_step: 0.1");
    StageSpec.Relax spelled =
        relax("cell: frechet, fmax: 20 meV/angstrom, pressure: 100 kbar, max_step: 0.01 nm");
    assertThat(spelled.convergence().fmax().orElseThrow())
        .isEqualTo(bare.convergence().fmax().orElseThrow());
    // 1 eV/angstrom^3 is 160.21766208 GPa (CODATA 2014).
    assertThat(bare.cell().pressure())
        .isEqualTo(10 / 160.21766208, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(spelled.cell().pressure())
        .isEqualTo(bare.cell().pressure(), org.assertj.core.data.Offset.offset(1e-15));
  }

  private static StageSpec.Relax relax(String fields) throws CampaignParseException {
    String yaml =
        """
        name: n
        structures: [a.extxyz]
        model: eam-zhou2004
        stages: [{id: r, kind: relax, %s}]
        """
            .formatted(fields);
    return (StageSpec.Relax) CampaignParser.parse("c.yaml", yaml).stages().get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "- a list",
        "name: [",
        "name: a\nname: b",
        "a: &a [*a]",
        "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{",
        "!!javax.script.ScriptEngineManager [x]",
        "\u0000"
      })
  void whatIsNoCampaignIsRefusedWithAPlace(String text) {
    assertThat(SampleCampaigns.problems(text))
        .isNotEmpty()
        .allMatch(p -> p.matches("(?s)c.yaml:\\d+:\\d+: .*"));
  }
}
