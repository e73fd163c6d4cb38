package dev.lehr.activities.engine;

import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.contract.ClaimRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Campaigns as a ledger takes them in, without a file. */
final class TakenIn {

  private TakenIn() {}

  /** A campaign of one phase. */
  static CampaignRow campaign(
      Ledger ledger,
      String name,
      String modelDigest,
      List<String> stages,
      List<Structure> structures,
      int shardSize) {
    NewCampaign campaign =
        new NewCampaign(
            name,
            "{}",
            "d",
            modelDigest,
            stages,
            StageGraph.chain(stages.size()),
            shardSize,
            4,
            false);
    return ledger.createCampaign(
        campaign,
        structures.stream()
            .map(
                s ->
                    new StructureRow(
                        s.id(),
                        s.contentDigest(),
                        s.source(),
                        s.nAtoms(),
                        s.formula(),
                        StructureCodec.encode(s),
                        Optional.empty()))
            .iterator());
  }

  /** The first fence of a shard that a lane gets. */
  static Fence claim(Ledger ledger, CampaignRow campaign, int lane) {
    ClaimRequest request = new ClaimRequest(campaign.id(), 0, "run", lane, "lane-" + lane);
    return new Fence(ledger.claimShard(request).epoch(), 1, 1);
  }

  /** Everything that a stage has come to. */
  static List<ResultRow> results(Ledger ledger, CampaignRow campaign, int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(campaign.id(), stage, Set.of(), true, rows::add);
    return rows;
  }
}
