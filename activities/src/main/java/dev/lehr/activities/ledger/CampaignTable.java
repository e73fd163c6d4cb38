package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Rows of campaigns; the connection is in a transaction. */
final class CampaignTable {

  private CampaignTable() {}

  /** A campaign by its name, or a revision of it by {@code name@revision}. */
  static Optional<CampaignRow> find(Connection c, String name) throws SQLException {
    int at = name.lastIndexOf('@');
    if (at > 0 && name.substring(at + 1).matches("[0-9]{1,9}")) {
      return Sql.one(
          c,
          "SELECT * FROM campaign WHERE name = ? AND revision = ?",
          Rows::campaignRow,
          name.substring(0, at),
          Integer.parseInt(name.substring(at + 1)));
    }
    return Sql.one(
        c, "SELECT * FROM campaign WHERE name = ? AND current = 1", Rows::campaignRow, name);
  }

  /**
   * Adds a campaign without structures; one of the same name is set aside.
   *
   * @throws IllegalStateException where there is one and it is not to be replaced
   */
  static CampaignRow insert(Connection c, NewCampaign campaign) throws SQLException {
    if (find(c, campaign.name()).isPresent() && !campaign.replace()) {
      throw new IllegalStateException("there is a campaign named " + campaign.name());
    }
    int revision =
        Sql.one(
                    c,
                    "SELECT COALESCE(MAX(revision), 0) FROM campaign WHERE name = ?",
                    r -> r.getInt(1),
                    campaign.name())
                .orElse(0)
            + 1;
    Sql.update(c, "UPDATE campaign SET current = 0 WHERE name = ?", campaign.name());
    long now = System.currentTimeMillis();
    long id = Incarnation.nextCampaign(c);
    Sql.update(
        c,
        "INSERT INTO campaign (id, name, revision, current, definition, definition_digest,"
            + " model_digest, stages, phases, graph, shard_size, lanes, structures, mode,"
            + " mode_since, created_at, part) VALUES (?, ?, ?, 1, ?, ?, ?, ?, '', ?, ?, ?, 0, ?, ?, ?,"
            + " ?)",
        id,
        campaign.name(),
        revision,
        campaign.definition(),
        campaign.definitionDigest(),
        campaign.modelDigest(),
        String.join(",", campaign.stages()),
        campaign.graph().written(),
        campaign.shardSize(),
        campaign.lanes(),
        CampaignMode.RUNNING.name(),
        now,
        now,
        campaign.part().map(Part::toString).orElse(null));
    for (int stage = 0; stage < campaign.stages().size(); stage++) {
      Sql.update(
          c,
          "INSERT INTO stage (campaign_id, stage, id) VALUES (?, ?, ?)",
          id,
          stage,
          campaign.stages().get(stage));
    }
    return Rows.row(c, id);
  }
}
