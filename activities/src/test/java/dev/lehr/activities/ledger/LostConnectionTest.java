package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The network breaks while a ledger writes; what is asked again is done once. */
@Timeout(120)
class LostConnectionTest {

  @TempDir Path directory;
  private CuttingProxy proxy;
  private SqlLedger ledger;
  private CampaignRow campaign;

  @BeforeEach
  void open() throws Exception {
    PostgresAddress direct = LedgerStore.address(directory);
    SqlLedger.open(direct).close();
    proxy = new CuttingProxy(PostgresServer.shared().port());
    String schema = direct.url().replaceAll(".*currentSchema=", "");
    ledger = SqlLedger.open(PostgresServer.address(proxy.port(), schema));
    campaign = Sample.create(ledger, 40, 2, 40);
  }

  @AfterEach
  void close() throws Exception {
    if (proxy != null) {
      ledger.close();
      proxy.close();
    }
  }

  private ShardKey shard() {
    return new ShardKey(campaign.id(), 0, 0);
  }

  private static LedgerException trouble(Runnable action) {
    LedgerException e = catchThrowableOfType(LedgerException.class, action::run);
    assertThat(e).as("a LedgerException").isNotNull();
    return e;
  }

  /** As everybody does who is told that it may help. */
  private static <T> T again(Supplier<T> action) {
    for (int n = 0; n < 5; n++) {
      try {
        return action.get();
      } catch (LedgerException e) {
        assertThat(e.isRetryable()).as(e.getMessage()).isTrue();
      }
    }
    throw new AssertionError("it never went through");
  }

  private List<ResultRow> results(int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(campaign.id(), stage, Set.of(), false, rows::add);
    return rows;
  }

  @Test
  void aCommitWhoseAnswerWasLostIsNotDoneTwice() {
    Fence fence = new Fence(1, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard(), fence, "p", Set.of());
    List<FencedWrites> writes =
        List.of(
            new FencedWrites(
                shard(),
                fence,
                List.of(
                    new LedgerWrite.Admitted(tasks.get(0).key(), 0, "p"),
                    Sample.finished(tasks.get(0), TaskStatus.CONVERGED, -1),
                    Sample.finished(tasks.get(1), TaskStatus.FAILED, Double.NaN))));
    proxy.cutAnswerToCommit();
    LedgerException e = trouble(() -> ledger.commit(writes));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e).hasMessageContaining("cannot reach postgresql://127.0.0.1");
    assertThat(results(0).get(0).status()).as("it was committed").isEqualTo(TaskStatus.CONVERGED);
    assertThat(ledger.commit(writes).refused()).isEmpty();
    assertThat(results(0).get(0).energy()).isEqualTo(-1);
    assertThat(ledger.readLog(shard(), 0, 100_000).status()).isEqualTo("rcfs");
    new LedgerInvariants(ledger, campaign.id()).check();
  }

  @Test
  void aConnectionThatIsCutAtAnyByteCostsNothingAndDoublesNothing() {
    Fence fence = new Fence(1, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard(), fence, "p", Set.of());
    int n = 0;
    for (PendingTask task : tasks) {
      proxy.cutAfter(17L * n * n);
      List<FencedWrites> writes =
          List.of(
              new FencedWrites(
                  shard(), fence, List.of(Sample.finished(task, TaskStatus.CONVERGED, -n))));
      again(() -> ledger.commit(writes));
      n++;
    }
    proxy.heal();
    assertThat(proxy.cuts()).isGreaterThan(5);
    assertThat(results(0)).allMatch(r -> r.status() == TaskStatus.CONVERGED);
    for (int i = 0; i < n; i++) {
      assertThat(results(0).get(i).energy()).isEqualTo(-i);
    }
    new LedgerInvariants(ledger, campaign.id()).check();
  }

  @Test
  void claimsSlicesAndIntentsWhoseAnswersWereLostAreAnsweredAgainTheSame() {
    ClaimRequest request = new ClaimRequest(campaign.id(), 0, "R", 0, "run");
    proxy.cutAnswerToCommit();
    trouble(() -> ledger.claimShard(request));
    ShardClaim claim = again(() -> ledger.claimShard(request));
    assertThat(claim.epoch()).isEqualTo(1);

    Fence fence = new Fence(claim.epoch(), 1, 1);
    proxy.cutAnswerToCommit();
    trouble(() -> ledger.openSlice(shard(), fence, "p", Set.of()));
    assertThat(again(() -> ledger.openSlice(shard(), fence, "p", Set.of()))).hasSize(40);

    Intent intent = new Intent(campaign.id(), "q", Intent.Kind.CANCEL);
    proxy.cutAnswerToCommit();
    trouble(() -> ledger.recordIntent(intent));
    assertThat(again(() -> ledger.recordIntent(intent)).tasks()).isEqualTo(80);
    assertThat(proxy.cuts()).isEqualTo(3);
    new LedgerInvariants(ledger, campaign.id()).check();
  }
}
