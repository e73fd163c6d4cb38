package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several worker processes on one ledger: each has connections of its own. */
@Timeout(120)
class SharedLedgerTest {

  private static final int WORKERS = 5;
  private static final int SHARD = 12;

  @TempDir Path directory;
  private final List<SqlLedger> ledgers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS + 1);

  @BeforeEach
  void open() throws Exception {
    PostgresAddress address = LedgerStore.address(directory);
    // At the same time, on an empty schema.
    ledgers.addAll(together(WORKERS + 1, i -> SqlLedger.open(address)));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    ledgers.forEach(SqlLedger::close);
  }

  private interface Numbered<T> {
    T call(int number) throws Exception;
  }

  private <T> List<T> together(int n, Numbered<T> work) throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int number = i;
      calls.add(() -> work.call(number));
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(calls, 110, TimeUnit.SECONDS)) {
      answers.add(future.get());
    }
    return answers;
  }

  /** Claims two shards at a time and commits to both at once, until there is none. */
  private final class Worker {
    private final Ledger ledger;
    private final CampaignRow campaign;
    private final int number;
    private final Random random;
    private final List<Integer> claimed = new ArrayList<>();
    private final boolean keepsShards;
    private int claims;

    Worker(int number, CampaignRow campaign, boolean alone) {
      this.keepsShards = alone;
      this.ledger = ledgers.get(number);
      this.campaign = campaign;
      this.number = number;
      this.random = new Random(number);
    }

    List<Integer> run() {
      while (true) {
        List<FencedWrites> all = new ArrayList<>();
        for (int lane : List.of(2 * number, 2 * number + 1)) {
          ShardClaim claim =
              ledger.claimShard(
                  new ClaimRequest(campaign.id(), 0, "R", lane, lane + "/" + claims++));
          if (claim.found()) {
            claimed.add(claim.shard());
            ShardKey shard = new ShardKey(campaign.id(), 0, claim.shard());
            Fence fence = new Fence(claim.epoch(), 1, 1);
            for (PendingTask task : ledger.openSlice(shard, fence, "w" + number, Set.of())) {
              all.add(begin(shard, fence, task));
              all.add(end(shard, fence, task));
            }
          }
        }
        if (all.isEmpty()) {
          return claimed;
        }
        commit(all);
      }
    }

    private FencedWrites begin(ShardKey shard, Fence fence, PendingTask task) {
      return new FencedWrites(
          shard,
          fence,
          List.of(new LedgerWrite.Admitted(task.key(), task.generation(), "w" + number)));
    }

    /** The digests are few: others remember the same at the same time. */
    private FencedWrites end(ShardKey shard, Fence fence, PendingTask task) {
      TaskStatus status = random.nextInt(4) == 0 ? TaskStatus.FAILED : TaskStatus.CONVERGED;
      TaskResult result = Sample.result(status, -(double) task.key().structure(), 16);
      String memory = "digest" + random.nextInt(50);
      return new FencedWrites(
          shard,
          fence,
          List.of(new LedgerWrite.Finished(task.key(), task.generation(), result, memory)));
    }

    /** In bits of any order, so that locks are asked for in any order. */
    private void commit(List<FencedWrites> all) {
      Collections.shuffle(all, random);
      for (int from = 0; from < all.size(); from += 7) {
        List<FencedWrites> some = all.subList(from, Math.min(all.size(), from + 7));
        Set<ShardKey> refused = ledger.commit(List.copyOf(some)).refused();
        if (keepsShards) {
          assertThat(refused).isEmpty();
        }
      }
      // What became ready, and what was begun after its end, is left for the next claim.
    }
  }

  @Test
  void workersThatCommitAtOnceLoseNothingAndCountNothingTwice() throws Exception {
    CampaignRow campaign = Sample.create(ledgers.get(0), 20 * SHARD, 2, SHARD);
    together(WORKERS, i -> new Worker(i, campaign, true).run());
    Ledger ledger = ledgers.get(0);
    new LedgerInvariants(ledger, campaign.id()).check();
    assertThat(ledger.progress(campaign.id(), 0).phaseDone()).isTrue();
    assertThat(ledger.progress(campaign.id(), 0).stages().get(0).counts().get("converged"))
        .isGreaterThan(100);
  }

  @Test
  void noTwoLanesAreGivenTheSameShard() throws Exception {
    CampaignRow campaign = Sample.create(ledgers.get(0), 60, 1, 1);
    List<List<Integer>> claims =
        together(
            WORKERS,
            i ->
                IntStream.range(0, 12)
                    .map(
                        k ->
                            ledgers
                                .get(i)
                                .claimShard(
                                    new ClaimRequest(
                                        campaign.id(), 0, "R", 100 * i + k, i + "/" + k))
                                .shard())
                    .boxed()
                    .toList());
    assertThat(claims.stream().flatMap(List::stream).sorted().toList())
        .isEqualTo(IntStream.range(0, 60).boxed().toList());
  }

  @Test
  void nothingIsWrittenUnderAnOldFenceOnceANewOneHasBeenAnswered() throws Exception {
    CampaignRow campaign = Sample.create(ledgers.get(0), 1, 1, 1);
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    PendingTask task = ledgers.get(0).openSlice(shard, new Fence(1, 1, 1), "p", Set.of()).get(0);
    for (int round = 1; round <= 40; round++) {
      Fence old = new Fence(round, 1, 1);
      Fence next = new Fence(round + 1, 1, 1);
      AtomicBoolean refused = new AtomicBoolean();
      int start = round * 1000;
      List<Integer> seen =
          together(
              2,
              i -> i == 0 ? zombie(shard, old, task, start, refused) : heir(shard, next, refused));
      assertThat(checkpoint(shard, next)).as("round %d", round).isEqualTo(seen.get(1));
    }
  }

  /** Commits until it is refused. */
  private int zombie(
      ShardKey shard, Fence fence, PendingTask task, int start, AtomicBoolean refused) {
    for (int n = start; !refused.get(); n++) {
      Checkpoint k = new Checkpoint(new byte[] {1}, n, n);
      Commit commit =
          ledgers
              .get(0)
              .commit(
                  List.of(
                      new FencedWrites(
                          shard, fence, List.of(new LedgerWrite.Progressed(task.key(), 0, k)))));
      refused.set(!commit.refused().isEmpty());
    }
    return 0;
  }

  /** What the new owner was told of the checkpoint when it took over. */
  private int heir(ShardKey shard, Fence fence, AtomicBoolean refused) throws Exception {
    Thread.sleep(5);
    int told = iterations(ledgers.get(1).openSlice(shard, fence, "heir", Set.of()));
    while (!refused.get()) {
      Thread.sleep(1);
    }
    return told;
  }

  private int checkpoint(ShardKey shard, Fence fence) {
    return iterations(ledgers.get(1).openSlice(shard, fence, "heir", Set.of()));
  }

  private static int iterations(List<PendingTask> tasks) {
    return tasks.get(0).checkpoint().map(Checkpoint::iterations).orElse(0);
  }

  @Test
  void intentsAndCommitsOfOthersLeaveTheCountsRight() throws Exception {
    CampaignRow campaign = Sample.create(ledgers.get(0), 10 * SHARD, 2, SHARD);
    AtomicBoolean done = new AtomicBoolean();
    Future<Integer> intents =
        threads.submit(
            () -> {
              int n = 0;
              while (!done.get()) {
                Intent.Kind kind = n % 2 == 0 ? Intent.Kind.CANCEL : Intent.Kind.RESUME;
                ledgers.get(WORKERS).recordIntent(new Intent(campaign.id(), "q" + n++, kind));
                Thread.sleep(20);
              }
              return n;
            });
    together(WORKERS - 1, i -> new Worker(i, campaign, false).run());
    done.set(true);
    assertThat(intents.get()).isPositive();
    new LedgerInvariants(ledgers.get(0), campaign.id()).check();
  }

  @Test
  void campaignsThatAreMadeAtOnceHaveTheirOwnNumbersAndANameIsTakenOnce() throws Exception {
    ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    together(
        WORKERS,
        i -> {
          for (int k = 0; k < 4; k++) {
            try {
              ledgers
                  .get(i)
                  .createCampaign(
                      Sample.campaign("c" + (k == 0 ? "" : i + "-" + k), 1, 10),
                      List.of(Sample.structure(0, 4)).iterator());
            } catch (IllegalStateException e) {
              refused.add(e.getMessage());
            }
          }
          return 0;
        });
    assertThat(refused).hasSize(WORKERS - 1);
    assertThat(ledgers.get(0).campaigns())
        .hasSize(3 * WORKERS + 1)
        .allMatch(c -> c.mode() == CampaignMode.RUNNING);
    assertThat(ledgers.get(0).campaigns().stream().map(CampaignRow::id)).doesNotHaveDuplicates();
  }
}
