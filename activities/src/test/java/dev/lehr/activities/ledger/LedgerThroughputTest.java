package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a campaign costs whose structures take no time; disks are waited for. */
@Tag("slow")
class LedgerThroughputTest {

  private static final int STRUCTURES = 10_000;
  private static final int SHARD = 500;
  private static final int TICK = 100;
  private static final int BYTES = 300;

  @TempDir Path directory;

  private static CampaignRow takeIn(Ledger ledger) {
    return ledger.createCampaign(
        Sample.campaign("trivial", 1, SHARD),
        IntStream.range(0, STRUCTURES).mapToObj(i -> Sample.structure(i, BYTES)).iterator());
  }

  private static long work(Ledger ledger, CampaignRow campaign, int lane) {
    long done = 0;
    for (int n = 0; ; n++) {
      ShardClaim claim =
          ledger.claimShard(new ClaimRequest(campaign.id(), 0, "R", lane, lane + "/" + n));
      if (!claim.found()) {
        return done;
      }
      ShardKey shard = new ShardKey(campaign.id(), 0, claim.shard());
      Fence fence = new Fence(claim.epoch(), 1, 1);
      List<PendingTask> tasks = ledger.openSlice(shard, fence, "w" + lane, Set.of());
      for (int from = 0; from < tasks.size(); from += TICK) {
        List<PendingTask> some = tasks.subList(from, Math.min(tasks.size(), from + TICK));
        List<LedgerWrite> writes = new ArrayList<>();
        some.forEach(t -> writes.add(new LedgerWrite.Admitted(t.key(), 0, "w" + lane)));
        ledger.commit(List.of(new FencedWrites(shard, fence, List.copyOf(writes))));
        writes.clear();
        for (PendingTask t : some) {
          TaskResult result = Sample.result(TaskStatus.CONVERGED, -1, BYTES);
          writes.add(new LedgerWrite.Finished(t.key(), 0, result));
        }
        ledger.commit(List.of(new FencedWrites(shard, fence, writes)));
        done += some.size();
      }
    }
  }

  private static void measure(String name, List<SqlLedger> ledgers) throws Exception {
    SqlLedger first = ledgers.get(0);
    long empty = first.sizeInBytes();
    long start = System.nanoTime();
    CampaignRow campaign = takeIn(first);
    double intake = (System.nanoTime() - start) * 1e-9;
    start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(ledgers.size());
    List<Future<Long>> all = new ArrayList<>();
    for (int i = 0; i < ledgers.size(); i++) {
      int lane = i;
      all.add(threads.submit(() -> work(ledgers.get(lane), campaign, lane)));
    }
    long done = 0;
    for (Future<Long> one : all) {
      done += one.get();
    }
    threads.shutdown();
    double running = (System.nanoTime() - start) * 1e-9;
    double bytes = (double) (first.sizeInBytes() - empty) / STRUCTURES;
    System.out.printf(
        "%s: taken in %.0f structures/s, done %.0f structures/s, %.0f bytes a structure (%d of them its own)%n",
        name, STRUCTURES / intake, STRUCTURES / running, bytes, 2 * BYTES);
    assertThat(done).isEqualTo(STRUCTURES);
    assertThat(bytes).isBetween(2.0 * BYTES, 6_000.0);
    new LedgerInvariants(first, campaign.id()).check();
  }

  @Test
  void aFile() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(directory)) {
      measure("SQLite", List.of(ledger));
    }
  }

  @Test
  void aServerWithOneAndWithFourWriters() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    try (PostgresServer server = PostgresServer.start(List.of())) {
      for (int writers : new int[] {1, 4}) {
        List<SqlLedger> ledgers = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
          ledgers.add(SqlLedger.open(server.schema("writers" + writers)));
        }
        measure("PostgreSQL, " + writers + " writers", ledgers);
        ledgers.forEach(SqlLedger::close);
      }
    }
  }
}
