package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Results, and under which digest they are remembered; the connection is in a transaction. */
final class ResultTable {

  private ResultTable() {}

  static void insert(
      Batch batch, TaskKey key, int generation, boolean current, TaskResult t, String fence) {
    batch.add(
        key,
        "INSERT INTO result (campaign_id, stage, structure, generation, current, status, reason,"
            + " detail, energy, iterations, swap_attempts, properties, state, fence, finished_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        key.campaignId(),
        key.stage(),
        key.structure(),
        generation,
        current ? 1 : 0,
        String.valueOf(t.status().code()),
        t.reason(),
        t.detail(),
        Double.isNaN(t.energy()) ? null : t.energy(),
        t.iterations(),
        t.swapAttempts(),
        t.properties(),
        t.state(),
        fence,
        System.currentTimeMillis());
  }

  static void remember(Batch batch, String digest, TaskKey key, int generation) {
    batch.add(
        key,
        "INSERT INTO memory (digest, campaign_id, stage, structure, generation) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (digest) DO NOTHING",
        digest,
        key.campaignId(),
        key.stage(),
        key.structure(),
        generation);
  }

  static Optional<Remembered> remembered(Connection c, String digest) throws SQLException {
    return Sql.one(
        c,
        "SELECT r.*, k.name, k.revision, k.stages FROM memory m JOIN result r ON r.campaign_id ="
            + " m.campaign_id AND r.stage = m.stage AND r.structure = m.structure AND r.generation ="
            + " m.generation JOIN campaign k ON k.id = m.campaign_id WHERE m.digest = ?",
        ResultTable::remembered,
        digest);
  }

  private static Remembered remembered(ResultSet r) throws SQLException {
    double energy = r.getDouble("energy");
    boolean has = !r.wasNull();
    return new Remembered(
        r.getString("name") + "@" + r.getInt("revision"),
        r.getString("stages").split(",", -1)[r.getInt("stage")],
        new TaskResult(
            TaskStatus.ofCode(r.getString("status").charAt(0)),
            r.getString("reason"),
            r.getString("detail"),
            has ? energy : Double.NaN,
            r.getInt("iterations"),
            r.getInt("swap_attempts"),
            r.getString("properties"),
            r.getBytes("state")));
  }
}
