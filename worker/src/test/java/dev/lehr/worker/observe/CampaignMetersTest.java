package dev.lehr.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.worker.run.ProcessBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignMetersTest {

  @Test
  void aStallIsThereWithItsCauseAsLongAsItLasts(@TempDir Path directory) {
    try (Ledger ledger = new ProcessBackend().own(directory)) {
      long id =
          ledger
              .createCampaign(
                  new NewCampaign(
                      "c", "{}", "d", "m", List.of("relax"), StageGraph.chain(1), 10, 1, false),
                  List.of(
                          new StructureRow(
                              "one", "digest", "file", 2, "Cu2", new byte[8], Optional.empty()))
                      .iterator())
              .id();
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      Map<Long, String> stalls = new HashMap<>(Map.of(id, "no-worker", id + 1, "crash-loop"));
      CampaignMeters meters = new CampaignMeters(registry, ledger, () -> stalls);
      meters.refresh();
      assertThat(
              registry
                  .get("lehr.campaign.stalled")
                  .tags("campaign", "c", "cause", "no-worker")
                  .gauge()
                  .value())
          .isEqualTo(1);
      assertThat(registry.find("lehr.campaign.stalled").gauges()).hasSize(1);
      assertThat(
              registry
                  .get("lehr.campaign.tasks")
                  .tags("campaign", "c", "stage", "relax", "status", "pending")
                  .gauge()
                  .value())
          .isEqualTo(1);
      stalls.clear();
      meters.refresh();
      assertThat(registry.find("lehr.campaign.stalled").gauges()).isEmpty();
    }
  }
}
