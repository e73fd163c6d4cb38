package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Campaigns and results to test ledgers with. */
final class Sample {

  private Sample() {}

  static NewCampaign campaign(String name, int stages, int shardSize) {
    List<Integer> all = IntStream.range(0, stages).boxed().toList();
    return new NewCampaign(
        name,
        "{}",
        "d",
        "m",
        all.stream().map(i -> "stage" + i).toList(),
        StageGraph.chain(all.size()),
        shardSize,
        4,
        false);
  }

  static StructureRow structure(int i, int bytes) {
    return new StructureRow(
        "s" + i, "digest" + i, "file#" + i, 2, "Cu2", new byte[bytes], Optional.empty());
  }

  static CampaignRow create(Ledger ledger, int structures, int stages, int shardSize) {
    return ledger.createCampaign(
        campaign("alloys", stages, shardSize),
        IntStream.range(0, structures).mapToObj(i -> structure(i, 16)).iterator());
  }

  static TaskResult result(TaskStatus status, double energy, int stateBytes) {
    return new TaskResult(
        status,
        status.isSuccess() ? "" : "why",
        "",
        energy,
        7,
        8,
        "{\"fmax\":0.1}",
        new byte[stateBytes]);
  }

  static LedgerWrite.Finished finished(PendingTask t, TaskStatus status, double energy) {
    return new LedgerWrite.Finished(t.key(), t.generation(), result(status, energy, 16));
  }
}
