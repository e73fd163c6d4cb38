package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.workflows.status.TaskStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path workspace;

  @Test
  void bothPackingsStandSideBySideAndTheVerdictIsSaid() {
    assertThat(run("simulate", "--seeds", "20")).isZero();
    assertThat(out.toString())
        .contains("look-ahead          fifo")
        .contains("workers killed from outside")
        .contains("every invariant held after every event");
  }

  @Test
  void aTraceTellsOfTheFaultsOfOneRun() {
    assertThat(run("simulate", "--seed", "3", "--policy", "fifo", "--faults", "sigkill", "--trace"))
        .isZero();
    assertThat(out.toString()).contains("faults [sigkill]").contains("is killed").contains("ms  ");
  }

  @Test
  void whatIsAskedWronglyIsNamed() {
    assertThat(run("simulate", "--faults", "flood")).isEqualTo(2);
    assertThat(err.toString()).contains("no fault 'flood'").contains("torn-checkpoint");
    assertThat(run("simulate", "--policy", "random")).isEqualTo(2);
    assertThat(err.toString()).contains("--policy is 'random', expected fifo or look-ahead");
    assertThat(run("simulate", "--trace")).isEqualTo(2);
  }

  @Test
  void sizesAndStepsComeFromACampaignThatRan() {
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign = campaign(ledger, "ran");
      ShardKey shard = new ShardKey(campaign.id(), 0, 0);
      Fence fence = new Fence(1, 1, 1);
      List<LedgerWrite> ends =
          ledger.openSlice(shard, fence, "life", Set.of()).stream()
              .<LedgerWrite>map(t -> new LedgerWrite.Finished(t.key(), t.generation(), result(33)))
              .toList();
      ledger.commit(List.of(new FencedWrites(shard, fence, ends)));
      campaign(ledger, "new");
    }
    assertThat(simulate("ran")).isZero();
    assertThat(out.toString()).contains("every invariant held");
    assertThat(simulate("new")).isEqualTo(3);
    assertThat(err.toString()).contains("no structure of it has made a step yet");
  }

  private int simulate(String campaign) {
    return run(
        "simulate",
        "--campaign",
        campaign,
        "--workspace",
        workspace.toString(),
        "--seeds",
        "3",
        "--faults",
        "none");
  }

  private static CampaignRow campaign(Ledger ledger, String name) {
    return ledger.createCampaign(
        new NewCampaign(name, "{}", "d", "m", List.of("relax"), StageGraph.chain(1), 10, 1, false),
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new StructureRow(
                        "s" + i, "d" + i, "t", 2 + i, "Cu", new byte[1], Optional.empty()))
            .iterator());
  }

  private static TaskResult result(int iterations) {
    return new TaskResult(
        TaskStatus.CONVERGED, "", "", -1, iterations, iterations, "{}", new byte[0]);
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new ProcessBackend(), terminal, args);
  }
}
