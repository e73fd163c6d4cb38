package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the parts of a campaign together in a ledger, as if it had been run there in one: the same
 * structures in the same order, with all that was found of them. The connection is in a
 * transaction.
 */
final class Merge {

  /** The number that each structure has in the whole campaign. */
  private static final Set<String> BY_STRUCTURE =
      Set.of("structure", "task", "result", "checkpoint", "job", "memory");

  private final Connection to;
  private final CampaignRow whole;
  private final Set<String> ids = new HashSet<>();

  private Merge(Connection to, CampaignRow whole) {
    this.to = to;
    this.whole = whole;
  }

  /** The campaign that a part is of, without structures. */
  static Merge begin(Connection to, CampaignRow part) throws SQLException {
    NewCampaign campaign =
        new NewCampaign(
            part.name(),
            part.definition(),
            part.definitionDigest(),
            part.modelDigest(),
            part.stages(),
            part.graph(),
            part.shardSize(),
            part.lanes(),
            false);
    return new Merge(to, CampaignTable.insert(to, campaign));
  }

  /** Adds a part. */
  void add(Connection from, CampaignRow campaign) throws SQLException {
    Part part = campaign.part().orElseThrow();
    refuseRepeated(from, campaign, part);
    CampaignCopy copy = new CampaignCopy(from, to);
    for (String table : CampaignCopy.TABLES) {
      if (BY_STRUCTURE.contains(table)) {
        String number = table.equals("structure") ? "idx" : "structure";
        copy.copy(
            table,
            "campaign_id",
            campaign.id(),
            row -> {
              row.put("campaign_id", whole.id());
              row.put(number, part.whole(row.number(number)));
            });
      }
    }
    // Figures of slices add up; two parts have slices of the same number.
    copy.copy(
        "slice",
        "campaign_id",
        campaign.id(),
        row -> {
          row.put("campaign_id", whole.id());
          row.put("epoch", part.whole(row.number("epoch")));
        });
  }

  private void refuseRepeated(Connection from, CampaignRow campaign, Part part)
      throws SQLException {
    for (String id :
        Sql.list(
            from,
            "SELECT id FROM structure WHERE campaign_id = ? ORDER BY idx",
            r -> r.getString(1),
            campaign.id())) {
      if (!ids.add(id)) {
        throw new IllegalArgumentException(
            "part "
                + part
                + ": found id '"
                + id
                + "', which another part has, expected one of its"
                + " own");
      }
    }
  }

  /** Counts, shards and logs, of what is there now. */
  CampaignRow end() throws SQLException {
    Sql.update(to, "UPDATE campaign SET structures = ? WHERE id = ?", ids.size(), whole.id());
    Sql.update(to, "UPDATE task SET marker = NULL WHERE campaign_id = ?", whole.id());
    Sql.update(to, "UPDATE job SET marker = NULL WHERE campaign_id = ?", whole.id());
    CampaignRow all = Rows.row(to, whole.id());
    Rows.openShards(to, all, 0);
    Books books = new Books(all.id());
    Sql.each(
        to,
        "SELECT t.stage, t.structure, t.status, t.iterations, t.swap_attempts, t.reason, r.energy"
            + " FROM task t LEFT JOIN result r ON r.campaign_id = t.campaign_id AND r.stage = t.stage"
            + " AND r.structure = t.structure AND r.current = 1 WHERE t.campaign_id = ? ORDER BY"
            + " t.structure, t.stage",
        r -> {
          TaskKey key = new TaskKey(all.id(), r.getInt(1), r.getLong(2));
          TaskStatus status = TaskStatus.ofCode(r.getString(3).charAt(0));
          double energy = r.getDouble(7);
          boolean has = !r.wasNull();
          books.add(key.stage(), status, 1);
          if (status != TaskStatus.PENDING) {
            books.log(
                Rows.shardOf(all, key),
                key,
                status,
                r.getInt(4),
                r.getInt(5),
                has ? energy : Double.NaN,
                r.getString(6));
          }
        },
        all.id());
    books.store(to);
    return all;
  }

  /**
   * Why parts cannot be put together, a sentence each; none: they can.
   *
   * @param names where each part is, for people
   */
  static List<String> problems(List<CampaignRow> parts, List<String> names) {
    return new PartsCheck(parts, names).problems();
  }

  /** Whether what is there was stopped by its user, or by one of its stages. */
  static boolean isStopped(CampaignRow campaign) {
    return campaign.mode() == CampaignMode.CANCELLED;
  }
}
