package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What holds of a campaign at any moment, whoever has written to it. */
final class LedgerInvariants {

  private final Ledger ledger;
  private final CampaignRow campaign;

  LedgerInvariants(Ledger ledger, long campaignId) {
    this.ledger = ledger;
    this.campaign = ledger.campaign(campaignId).orElseThrow();
  }

  void check() {
    Map<Integer, Map<Long, TaskStatus>> statuses = new HashMap<>();
    for (int stage = 0; stage < campaign.stages().size(); stage++) {
      Map<Long, TaskStatus> of = new TreeMap<>();
      ledger.forEachResult(
          campaign.id(), stage, Set.of(), false, r -> of.put(r.structure(), r.status()));
      statuses.put(stage, of);
    }
    talliesCountStatuses(statuses);
    for (int phase = 0; phase < campaign.phases().size(); phase++) {
      long first = 0;
      for (int shard = 0; first < campaign.structures(); shard++, first += campaign.shardSize()) {
        logEndsWithStatuses(new ShardKey(campaign.id(), phase, shard), first, statuses);
      }
    }
  }

  private void talliesCountStatuses(Map<Integer, Map<Long, TaskStatus>> statuses) {
    CampaignProgress progress = ledger.progress(campaign.id(), 0);
    for (int stage = 0; stage < campaign.stages().size(); stage++) {
      Map<String, Long> counted = new TreeMap<>();
      statuses.get(stage).values().forEach(s -> counted.merge(s.key(), 1L, Long::sum));
      assertThat(progress.stages().get(stage).counts())
          .as("tally of stage %d", stage)
          .containsExactlyInAnyOrderEntriesOf(counted);
    }
  }

  /** Its numbers have no gap, and the last row of a task says where it is. */
  private void logEndsWithStatuses(
      ShardKey shard, long first, Map<Integer, Map<Long, TaskStatus>> statuses) {
    Map<List<Long>, TaskStatus> last = new HashMap<>();
    long seq = 0;
    boolean more = true;
    while (more) {
      ShardLogPage page = ledger.readLog(shard, seq, 5_000);
      assertThat(page.toSeq() - seq).as("rows of %s after %d", shard, seq).isEqualTo(page.rows());
      for (int i = 0; i < page.rows(); i++) {
        long structure = first + page.structure().get(i);
        last.put(
            List.of((long) page.stage().get(i), structure),
            TaskStatus.ofCode(page.status().charAt(i)));
      }
      seq = page.toSeq();
      more = page.more();
    }
    boolean open = false;
    for (int stage : campaign.phases().get(shard.phase())) {
      for (long s : new ArrayList<>(statuses.get(stage).keySet())) {
        if (s >= first && s < first + campaign.shardSize()) {
          TaskStatus now = statuses.get(stage).get(s);
          open |= !now.isTerminal();
          TaskStatus logged = last.getOrDefault(List.of((long) stage, s), TaskStatus.PENDING);
          assertThat(logged).as("last row of structure %d in stage %d", s, stage).isEqualTo(now);
        }
      }
    }
    assertThat(ledger.isShardDone(shard)).as("%s is done", shard).isEqualTo(!open);
  }
}
