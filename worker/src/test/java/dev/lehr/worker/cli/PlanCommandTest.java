package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.worker.run.ProcessBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lehr plan}, before and after campaigns that it speaks of are run. */
class PlanCommandTest {

  private static final String CAMPAIGN =
      """
      name: alloys
      structures:
        - {prototypes: [A1, A2, L1_2], elements: [Cu, Au]}
      model: {name: eam-zhou2004, elements: [Cu, Au]}
      stages:
        - {id: relax, kind: relax, optimizer: lbfgs, cell: frechet, fmax: 0.01}
        - {id: hull, kind: hull}
        - {id: near, kind: filter, where: "e_above_hull < 0.01"}
        - {id: eos, kind: eos, points: 7}
        - {id: elastic, kind: elastic, after: near, when: "n_atoms < 3"}
      """;

  @TempDir Path directory;
  private final ObjectMapper json = new ObjectMapper();

  private Path workspace() {
    return directory.resolve("workspace");
  }

  private String lehr(String command, String campaign, String... more) throws IOException {
    Path file = directory.resolve("campaign.yaml");
    Files.writeString(file, campaign);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    String[] all = new String[4 + more.length];
    all[0] = command;
    all[1] = file.toString();
    all[2] = "--workspace";
    all[3] = workspace().toString();
    System.arraycopy(more, 0, all, 4, more.length);
    assertThat(Main.run(new ProcessBackend(), terminal, all)).as(err.toString()).isZero();
    return out.toString();
  }

  private JsonNode plan(String campaign) throws IOException {
    return json.readTree(lehr("plan", campaign, "--json"));
  }

  private static JsonNode stage(JsonNode plan, String id) {
    for (JsonNode stage : plan.path("stages")) {
      if (stage.path("id").asText().equals(id)) {
        return stage;
      }
    }
    throw new AssertionError("the plan has no stage " + id + ": " + plan);
  }

  private static long count(JsonNode plan, String stage, String what) {
    return stage(plan, stage).path("structures").path(what).asLong(-1);
  }

  @Test
  void beforeAnythingRanEachStageSaysWhoComesForSureAndWhoPerhaps() throws IOException {
    JsonNode plan = plan(CAMPAIGN);
    assertThat(workspace()).doesNotExist();
    // Two pure crystals of A1 and A2 each, and both orders of L1_2.
    assertThat(plan.path("structures").asLong()).isEqualTo(6);
    assertThat(plan.path("run").path("does").asText()).isEqualTo("start");
    assertThat(count(plan, "relax", "compute")).isEqualTo(6);
    assertThat(count(plan, "hull", "perhaps")).isEqualTo(6);
    assertThat(count(plan, "eos", "perhaps")).isEqualTo(6);
    assertThat(stage(plan, "eos").path("evaluations").path("perhaps").asLong()).isEqualTo(6 * 7);
    // A relaxation, the crystal itself, and six strains of two sizes and signs.
    assertThat(stage(plan, "elastic").path("evaluations").path("perhaps").asLong())
        .isEqualTo(6 * (1 + 1 + 24));
    assertThat(plan.path("seconds").isNull()).isTrue();
    assertThat(lehr("plan", CAMPAIGN))
        .contains("= all structures are here =")
        .contains("when n_atoms < 3")
        .contains("Time: unknown; the workspace has no campaign with this model yet");
  }

  @Test
  void afterwardsItKnowsWhatIsDoneWhatIsRememberedAndWhatAChangeCosts() throws IOException {
    lehr("run", CAMPAIGN, "--quiet");
    JsonNode same = plan(CAMPAIGN);
    assertThat(same.path("run").path("does").asText()).isEqualTo("nothing");
    assertThat(count(same, "relax", "done")).isEqualTo(6);
    assertThat(lehr("plan", CAMPAIGN)).contains("Nothing is to be computed.");

    String refused = CAMPAIGN.replace("fmax: 0.01", "fmax: 0.02");
    JsonNode other = plan(refused);
    assertThat(other.path("run").path("does").asText()).isEqualTo("refuse");
    assertThat(other.path("run").path("differences").get(0).asText())
        .isEqualTo("stages[0].fmax: was 0.01, is 0.02");
    assertThat(count(other, "relax", "compute")).isEqualTo(6);

    String changed =
        CAMPAIGN.replace("name: alloys", "name: finer").replace("points: 7", "points: 9");
    JsonNode finer = plan(changed);
    assertThat(count(finer, "relax", "remembered")).isEqualTo(6);
    assertThat(count(finer, "hull", "decided")).isEqualTo(6);
    // What passes the filter is known although nothing of this campaign has run.
    long near = stage(finer, "near").path("ends").path("converged").asLong();
    assertThat(near).isBetween(1L, 5L);
    assertThat(count(finer, "eos", "compute")).isEqualTo(near);
    assertThat(count(finer, "eos", "stopped")).isEqualTo(6 - near);
    assertThat(stage(finer, "eos").path("evaluations").path("certain").asLong())
        .isEqualTo(9 * near);
    assertThat(count(finer, "elastic", "compute")).isZero();
    assertThat(finer.path("seconds").asDouble()).isPositive();

    // And so it comes.
    lehr("run", changed, "--quiet");
    JsonNode after = plan(changed);
    assertThat(count(after, "eos", "done")).isEqualTo(near);
    assertThat(stage(after, "near").path("ends")).isEqualTo(stage(finer, "near").path("ends"));
    assertThat(stage(after, "elastic").path("ends"))
        .isEqualTo(stage(finer, "elastic").path("ends"));
  }

  @Test
  void structuresThatAStageMakesAreForetoldWhereTheirParentsAreKnown() throws IOException {
    String campaign =
        """
        name: strained
        structures:
          - {prototypes: [A1], elements: [Cu]}
        model: {name: eam-zhou2004, elements: [Cu]}
        stages:
          - {id: big, kind: supercell, repeat: [2, 2, 2]}
          - {id: shaken, kind: rattle, standard_deviation: 0.05, copies: 3}
          - {id: relax, kind: relax}
        """;
    JsonNode plan = plan(campaign);
    assertThat(count(plan, "big", "decided")).isEqualTo(1);
    assertThat(count(plan, "shaken", "decided")).isEqualTo(1);
    assertThat(count(plan, "relax", "compute")).isEqualTo(3);
    lehr("run", campaign, "--quiet");
    assertThat(count(plan(campaign), "relax", "done")).isEqualTo(3);
  }
}
