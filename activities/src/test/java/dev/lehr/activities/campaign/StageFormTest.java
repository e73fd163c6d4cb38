package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages of a campaign file, and what every stage may say. */
class StageFormTest {

  private static String yaml(String... stages) {
    return "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\nstages:\n"
        + String.join("", List.of(stages).stream().map(s -> "  - {" + s + "}\n").toList());
  }

  private static CampaignDefinition parse(String... stages) throws CampaignParseException {
    return CampaignParser.parse("c.yaml", yaml(stages));
  }

  private static List<String> ids(CampaignDefinition definition) {
    return definition.stages().stream().map(StageSpec::id).toList();
  }

  private static List<String> problems(String... stages) {
    return SampleCampaigns.problems(yaml(stages));
  }

  @Test
  void whatIsNotSaidFollowsTheStageAboveAndAnEmptyListFollowsNone() throws Exception {
    CampaignDefinition d =
        parse(
            "id: a, kind: relax",
            "id: b, kind: static",
            "id: c, kind: static, after: []",
            "id: d, kind: static, after: [a, c]");
    assertThat(d.rules())
        .extracting(StageRules::after)
        .containsExactly(List.of(), List.of("a"), List.of(), List.of("a", "c"));
    assertThat(new Blueprint(d).graph().phases()).containsExactly(List.of(0, 1, 2, 3));
  }

  @Test
  void theOrderInTheFileDoesNotMatterWhereAllIsSaid() throws Exception {
    String a = "id: a, kind: relax, after: []";
    String b = "id: b, kind: filter, after: a, where: \"a.energy < 0\"";
    String c = "id: c, kind: static, after: b";
    StageGraph graph = new Blueprint(parse(a, b, c)).graph();
    for (CampaignDefinition d : List.of(parse(c, b, a), parse(b, a, c), parse(c, a, b))) {
      assertThat(ids(d)).containsExactly("a", "b", "c");
      assertThat(new Blueprint(d).graph()).isEqualTo(graph);
      assertThat(CanonicalForm.of(d)).isEqualTo(CanonicalForm.of(parse(a, b, c)));
    }
  }

  @Test
  void aCircleIsNamedWithItsWay() {
    assertThat(
            problems(
                "id: a, kind: relax, after: c",
                "id: b, kind: static, after: a",
                "id: c, kind: static, after: b"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:5:")
        .contains("in a circle: a after c after b after a");
  }

  @Test
  void whatCannotBeFollowedIsSaid() {
    assertThat(problems("id: relax, kind: relax, after: relax"))
        .singleElement()
        .asString()
        .contains("'relax' follows itself");
    assertThat(problems("id: relax, kind: relax", "id: s, kind: static, after: relaks"))
        .singleElement()
        .asString()
        .contains("no stage is called 'relaks'; did you mean relax?");
    assertThat(problems("id: a, kind: relax", "id: b, kind: static, after: [a, a]"))
        .singleElement()
        .asString()
        .contains("found 'a' twice");
    assertThat(problems("id: a, kind: relax", "id: a, kind: static"))
        .anySatisfy(p -> assertThat(p).contains("'a' is the id of an earlier stage as well"));
    assertThat(problems("id: \"a b\", kind: relax"))
        .singleElement()
        .asString()
        .contains("found 'a b', expected letters, digits");
  }

  @Test
  void stagesOfDifferentStructuresDoNotMeet() {
    assertThat(
            problems(
                "id: a, kind: relax",
                "id: r, kind: rattle, copies: 2",
                "id: b, kind: static",
                "id: j, kind: static, after: [a, b]"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:8:")
        .contains("'a' and 'b' have different structures");
  }

  @Test
  void conditionsAreCheckedBeforeAnythingIsComputed() throws Exception {
    assertThat(problems("id: a, kind: relax", "id: b, kind: static, when: \"a.energy\""))
        .singleElement()
        .asString()
        .startsWith("c.yaml:6:")
        .contains("when");
    assertThat(problems("id: a, kind: relax", "id: b, kind: static, when: \"a.enregy < 0\""))
        .singleElement()
        .asString()
        .contains("when", "enregy");
    assertThat(
            problems(
                "id: a, kind: relax",
                "id: b, kind: static, when: \"c.energy < 0\", after: a",
                "id: c, kind: static, after: a"))
        .as("of a stage that is not before it")
        .isNotEmpty();
    assertThat(parse("id: a, kind: relax", "id: b, kind: static, when: \"n_atoms < 3\"").rules())
        .extracting(StageRules::when)
        .containsExactly("", "n_atoms < 3");
  }

  @Test
  void rulesAreRead() throws Exception {
    StageRules rules =
        parse(
                "id: a, kind: relax, on_failure: continue, retries: {max_iterations: 2, exploded: 1,"
                    + " lost: 0}, deadline: 2 h, priority: -3, cache: false")
            .rules()
            .get(0);
    assertThat(rules.onFailure()).isEqualTo(OnFailure.CONTINUE);
    assertThat(rules.retries()).isEqualTo(Map.of("max_iterations", 2, "exploded", 1));
    assertThat(rules.deadlineSeconds()).isEqualTo(7200);
    assertThat(rules.priority()).isEqualTo(-3);
    assertThat(rules.cache()).isFalse();
    assertThat(parse("id: a, kind: relax, retries: 3").rules().get(0).retries())
        .isEqualTo(Map.of("max_iterations", 3, "failed", 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on_failure: abort | expected one of skip, continue, fail",
        "retries: -1 | found '-1'",
        "retries: {Failed: 1} | found 'Failed', expected a status or a reason of a failure",
        "retries: {failed: 1000} | found '1000'",
        "deadline: 3 eV | eV",
        "deadline: 0 | deadline",
        "priority: high | found 'high'",
        "cache: maybe | found 'maybe'"
      })
  void whatIsWrongWithRulesIsNamed(String rule, String message) {
    assertThat(problems("id: a, kind: relax, " + rule))
        .singleElement()
        .asString()
        .startsWith("c.yaml:5:")
        .contains(message);
  }

  @Test
  void theCanonicalFormSaysTheSame() throws Exception {
    CampaignDefinition d =
        parse(
            "id: a, kind: relax, retries: 2, deadline: 90, priority: 5",
            "id: b, kind: filter, where: \"a.energy < 0\", cache: false",
            "id: c, kind: eos, after: b, on_failure: fail, when: \"n_atoms < 9\"",
            "id: d, kind: deduplicate, after: b",
            "id: e, kind: rattle, copies: 2",
            "id: f, kind: static");
    String canonical = CanonicalForm.of(d);
    CampaignDefinition again = CampaignParser.parse("c.json", canonical);
    assertThat(CanonicalForm.of(again)).isEqualTo(canonical);
    assertThat(again.rules()).isEqualTo(d.rules());
    assertThat(new Blueprint(again).graph()).isEqualTo(new Blueprint(d).graph());
  }

  /** Written down before stages could be anything but a chain: workspaces of then go on. */
  @Test
  void aChainOfTheOldKindsKeepsItsCanonicalFormAndDigest() throws Exception {
    String canonical =
        CanonicalForm.of(parse("id: relax, kind: relax", "id: static, kind: static, after: relax"));
    assertThat(canonical).doesNotContain("when", "on_failure", "retries", "deadline");
    assertThat(canonical).isEqualTo(OLD);
    assertThat(CanonicalForm.digest(canonical))
        .isEqualTo("03028fcadfeab158781369ff0bde7ef745de0b1d9ed317ba510722a598561a73");
    assertThat(CanonicalForm.of(parse("id: relax, kind: relax", "id: static, kind: static")))
        .as("said or not")
        .isEqualTo(canonical);
  }

  private static final String OLD =
      "{\"name\":\"n\",\"seed\":0,\"structures\":[{\"path\":\"a.extxyz\",\"id_field\":\"id\"}],\"model\":"
          + "{\"name\":\"eam-zhou2004\",\"elements\":[\"Cu\",\"Ag\",\"Au\",\"Ni\",\"Pd\",\"Pt\",\"Al\",\"Pb\",\"Fe\","
          + "\"Mo\",\"Ta\",\"W\",\"Mg\",\"Co\",\"Ti\",\"Zr\"],\"truncation\":\"smooth\"},\"stages\":[{\"id\":\"relax"
          + "\",\"kind\":\"relax\",\"fmax\":0.05,\"cell\":\"none\",\"pressure\":0.0,\"max_iterations\":1000,"
          + "\"optimizer\":\"fire\",\"flavour\":\"ase\",\"dt_start\":0.1,\"dt_max\":1.0,\"max_step\":0.2,\"n"
          + "_min\":5,\"f_inc\":1.1,\"f_dec\":0.5,\"alpha_start\":0.1,\"f_alpha\":0.99},{\"id\":\"static\""
          + ",\"kind\":\"static\",\"after\":\"relax\"}],\"batching\":{\"memory_scales_with\":\"n_atoms\",\"m"
          + "ax_memory_scaler\":\"auto\"},\"checkpoint\":{\"every_steps\":100},\"advanced\":{\"shard_si"
          + "ze\":1000,\"lanes\":16}}";
}
