package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.Structure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A crystal in a campaign whose model has no cutoff stopped the engine, and with it all others. */
@Timeout(30)
class NeedsACutoffRegressionTest {

  @TempDir Path workspace;

  private static StructureRow row(Structure s) {
    return new StructureRow(
        s.id(), "d", "test", s.nAtoms(), s.formula(), StructureCodec.encode(s), Optional.empty());
  }

  @Test
  void aCrystalIsRejectedAndTheMoleculesGoOn() throws InterruptedException {
    Structure pair =
        Structure.builder("pair", "test", new int[] {18, 18}, new double[] {0, 0, 0, 1.1, 0, 0})
            .build();
    Structure crystal =
        pair.toBuilder()
            .id("crystal")
            .cell(new double[] {3, 0, 0, 0, 3, 0, 0, 0, 3})
            .pbc(true, true, true)
            .build();
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign =
          ledger.createCampaign(
              new NewCampaign(
                  "c", "{}", "d", "m", List.of("static"), StageGraph.chain(1), 10, 1, false),
              List.of(row(crystal), row(pair)).iterator());
      ShardKey shard = new ShardKey(campaign.id(), 0, 0);
      StagePlan plan =
          new StagePlan(
              campaign.id(), "m", List.of(new StagePlan.Stage(0, "static", new StaticStepper())));
      try (BatchEngine engine =
          new BatchEngine(
              new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial()),
              Workers.serial(),
              EngineSettings.of(MemoryMetric.N_ATOMS, 100),
              ledger,
              workspace,
              "life",
              EngineListener.NONE)) {
        engine.openSlice(shard, new Fence(1, 1, 1), plan);
        while (!ledger.isShardDone(shard)) {
          engine.flush();
          Thread.sleep(2);
        }
      }
      List<ResultRow> rows = new ArrayList<>();
      ledger.forEachResult(campaign.id(), 0, Set.of(), false, rows::add);
      assertThat(rows.get(0).status().key()).isEqualTo("rejected");
      assertThat(rows.get(0).reason()).isEqualTo("needs_a_cutoff");
      assertThat(rows.get(1).status().key()).isEqualTo("converged");
    }
  }
}
