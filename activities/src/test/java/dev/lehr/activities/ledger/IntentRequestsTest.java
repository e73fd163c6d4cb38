package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.Intent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process asks of the owner of a workspace. */
class IntentRequestsTest {

  @TempDir Path workspace;
  private SqlLedger ledger;
  private IntentRequests requests;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open(workspace);
    requests = new IntentRequests(workspace);
    NewCampaign campaign =
        new NewCampaign("n", "{}", "d", "m", List.of("s"), StageGraph.chain(1), 10, 1, false);
    ledger.createCampaign(campaign, Collections.emptyIterator());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private CampaignMode mode() {
    return ledger.findCampaign("n").orElseThrow().mode();
  }

  @Test
  void aRequestIsCarriedOutOnceAndThenGone() {
    String id = requests.ask("n", Intent.Kind.PAUSE, "");
    assertThat(requests.isDone(id)).isFalse();
    assertThat(requests.carryOut(ledger, file -> {})).isEqualTo(1);
    assertThat(mode()).isEqualTo(CampaignMode.PAUSED);
    assertThat(requests.isDone(id)).isTrue();
    assertThat(requests.withdraw(id)).isFalse();
    assertThat(requests.carryOut(ledger, file -> {})).isZero();
  }

  @Test
  void whoCarriesItOutIsToldWhichCampaignItWasAbout() {
    requests.ask("n", Intent.Kind.RESUME, "");
    requests.ask("nobody", Intent.Kind.RESUME, "");
    List<String> about = new ArrayList<>();
    requests.carryOut(ledger, file -> {}, campaign -> about.add(campaign.name()));
    assertThat(about).containsExactly("n");
  }

  @Test
  void whatWasTakenBackIsNotCarriedOut() {
    assertThat(requests.withdraw(requests.ask("n", Intent.Kind.CANCEL, ""))).isTrue();
    assertThat(requests.carryOut(ledger, file -> {})).isZero();
    assertThat(mode()).isEqualTo(CampaignMode.RUNNING);
  }

  @Test
  void whatAnOwnerTookBeforeItDiedTheNextOneFinishesOnce() throws IOException {
    String id = requests.ask("n", Intent.Kind.PAUSE, "");
    Path directory = workspace.resolve("requests");
    Files.move(directory.resolve(id + ".request"), directory.resolve(id + ".taken"));
    // It had been committed already, and resumed since: the same request changes nothing.
    ledger.recordIntent(
        new Intent(ledger.findCampaign("n").orElseThrow().id(), id, Intent.Kind.PAUSE));
    ledger.recordIntent(
        new Intent(ledger.findCampaign("n").orElseThrow().id(), "later", Intent.Kind.RESUME));
    requests.carryOut(ledger, file -> {});
    assertThat(mode()).isEqualTo(CampaignMode.RUNNING);
    assertThat(requests.isDone(id)).isTrue();
  }

  @Test
  void nonsenseAndUnknownCampaignsAreDropped() throws IOException {
    String unknown = requests.ask("nobody", Intent.Kind.PAUSE, "");
    Path directory = workspace.resolve("requests");
    Files.writeString(directory.resolve("x.request"), "EXPLODE\nn\n");
    Files.writeString(directory.resolve("y.request"), "");
    Files.writeString(directory.resolve("z.draft"), "PAUSE\nn\n");
    assertThat(requests.carryOut(ledger, file -> {})).isZero();
    assertThat(requests.isDone(unknown)).isTrue();
    assertThat(mode()).isEqualTo(CampaignMode.RUNNING);
  }
}
