package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows that nothing needs any more; the connection is in a transaction. */
final class Sweep {

  /**
   * A kind of such rows.
   *
   * @param what for people
   * @param table where they are
   * @param bytes of a row, SQL
   * @param where which they are, SQL
   */
  private record Kind(String what, String table, String bytes, String where) {}

  private static final String NO_OPEN_TASK =
      "NOT EXISTS (SELECT 1 FROM task t WHERE t.campaign_id = %1$s.campaign_id AND t.stage ="
          + " %1$s.stage AND t.structure = %1$s.structure AND t.status IN ('p', 'r', 'k'))";

  private static final String ENDED =
      "NOT EXISTS (SELECT 1 FROM tally y WHERE y.campaign_id = %1$s.campaign_id AND y.n > 0 AND"
          + " y.status IN ('p', 'r'))";

  private static final List<Kind> ALWAYS =
      List.of(
          new Kind(
              "checkpoints of structures that have ended",
              "checkpoint",
              "LENGTH(state) + 40",
              NO_OPEN_TASK.formatted("checkpoint")),
          new Kind(
              "evaluations of structures that have ended",
              "job",
              "COALESCE(LENGTH(state), 0) + COALESCE(LENGTH(checkpoint), 0) + 80",
              NO_OPEN_TASK.formatted("job")),
          new Kind(
              "log rows of campaigns that have ended",
              "log",
              "LENGTH(reason) + 60",
              ENDED.formatted("log")),
          new Kind("claims of campaigns that have ended", "claim", "60", ENDED.formatted("claim")));

  private static final Kind SUPERSEDED =
      new Kind(
          "superseded results of revisions that were set aside",
          "result",
          "LENGTH(state) + LENGTH(properties) + LENGTH(detail) + 80",
          "current = 0 AND campaign_id IN (SELECT id FROM campaign WHERE current = 0)");

  private static final Kind FORGOTTEN =
      new Kind(
          "what was remembered of results that are gone",
          "memory",
          "90",
          "NOT EXISTS (SELECT 1 FROM result r WHERE r.campaign_id = memory.campaign_id AND r.stage ="
              + " memory.stage AND r.structure = memory.structure AND r.generation ="
              + " memory.generation)");

  private Sweep() {}

  /**
   * Finds them, and removes them.
   *
   * @param dry whether they stay
   * @param revisions whether superseded results of revisions that were set aside are among them
   */
  static List<Housekeeping.Swept> run(Connection c, boolean dry, boolean revisions)
      throws SQLException {
    List<Kind> kinds = new ArrayList<>(ALWAYS);
    if (revisions) {
      kinds.add(SUPERSEDED);
    }
    kinds.add(FORGOTTEN);
    List<Housekeeping.Swept> all = new ArrayList<>();
    for (Kind kind : kinds) {
      all.add(
          Sql.one(
                  c,
                  "SELECT COUNT(*), COALESCE(SUM("
                      + kind.bytes()
                      + "), 0) FROM "
                      + kind.table()
                      + " WHERE "
                      + kind.where(),
                  r -> new Housekeeping.Swept(kind.what(), r.getLong(1), r.getLong(2)))
              .orElseThrow());
      if (!dry) {
        Sql.update(c, "DELETE FROM " + kind.table() + " WHERE " + kind.where());
      }
    }
    return all;
  }
}
