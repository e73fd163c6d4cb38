package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Structures and the tasks that they come with; the connection is in a transaction. */
final class StructureTable {

  private static final String INSERT_STRUCTURE =
      "INSERT INTO structure (campaign_id, idx, id, digest, source, n_atoms, formula, payload, parent,"
          + " made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String INSERT_TASK =
      "INSERT INTO task (campaign_id, stage, structure, generation, status, reason, detail,"
          + " iterations, swap_attempts, deaths) VALUES (?, ?, ?, 0, ?, ?, ?, 0, 0, 0)";

  private StructureTable() {}

  /**
   * Adds the campaign's own structures to its end.
   *
   * @throws IllegalArgumentException where ids repeat; names them
   */
  static CampaignRow append(Connection c, CampaignRow campaign, Iterator<StructureRow> structures)
      throws SQLException {
    CampaignRow after = append(c, campaign, structures, StageGraph.INPUT, null);
    Rows.openShards(c, after, campaign.structures());
    return after;
  }

  /** Adds structures that a stage made of one; the caller opens their shards. */
  static CampaignRow appendChildren(
      Connection c, CampaignRow campaign, Iterator<StructureRow> structures, int stage, long parent)
      throws SQLException {
    return append(c, campaign, structures, stage, parent);
  }

  private static CampaignRow append(
      Connection c,
      CampaignRow campaign,
      Iterator<StructureRow> structures,
      int origin,
      @Nullable Long parent)
      throws SQLException {
    List<Integer> stages = campaign.graph().stagesOf(origin);
    List<String> repeated = new ArrayList<>();
    Books books = new Books(campaign.id());
    long index;
    try (Intake batch = new Intake(c, campaign, repeated)) {
      for (index = campaign.structures(); structures.hasNext(); index++) {
        StructureRow s = structures.next();
        batch.add(
            s,
            campaign.id(),
            index,
            s.id(),
            s.digest(),
            s.source(),
            s.nAtoms(),
            s.formula(),
            s.payload(),
            parent,
            origin == StageGraph.INPUT ? null : origin);
        for (int i = 0; i < stages.size(); i++) {
          boolean first = i == 0;
          TaskStatus status = firstStatus(s, first);
          String detail = first ? s.rejection().map(r -> r.detail()).orElse("") : "";
          batch.addTask(
              campaign.id(),
              stages.get(i),
              index,
              String.valueOf(status.code()),
              firstReason(s, first),
              detail);
          books.add(stages.get(i), status, 1);
        }
      }
      batch.send();
    }
    if (!repeated.isEmpty()) {
      throw new IllegalArgumentException(
          repeated.size()
              + " ids are in the campaign more than once: "
              + repeated.stream().limit(20).collect(Collectors.joining(", ")));
    }
    Sql.update(c, "UPDATE campaign SET structures = ? WHERE id = ?", index, campaign.id());
    books.store(c);
    return Rows.row(c, campaign.id());
  }

  /** Rows on their way: many of them in one message to the database. */
  private static final class Intake implements AutoCloseable {
    private static final int ROWS = 500;
    private static final long BYTES = 4L << 20;

    private final Connection c;
    private final long campaignId;
    private final PreparedStatement structure;
    private final PreparedStatement task;
    private final List<String> repeated;
    private final List<String> ids = new ArrayList<>();
    private long first;
    private long bytes;

    Intake(Connection c, CampaignRow campaign, List<String> repeated) throws SQLException {
      this.c = c;
      this.campaignId = campaign.id();
      this.first = campaign.structures();
      this.structure = c.prepareStatement(INSERT_STRUCTURE);
      this.task = c.prepareStatement(INSERT_TASK);
      this.repeated = repeated;
    }

    void add(StructureRow s, @Nullable Object... values) throws SQLException {
      if (ids.size() >= ROWS || bytes > BYTES) {
        send();
      }
      Sql.bind(structure, values);
      structure.addBatch();
      ids.add(s.id());
      bytes += s.payload().length;
    }

    void addTask(Object... values) throws SQLException {
      Sql.bind(task, values);
      task.addBatch();
    }

    void send() throws SQLException {
      structure.executeBatch();
      Set<Long> there =
          new HashSet<>(
              Sql.list(
                  c,
                  "SELECT idx FROM structure WHERE campaign_id = ? AND idx >= ? AND idx < ?",
                  r -> r.getLong(1),
                  campaignId,
                  first,
                  first + ids.size()));
      for (int i = 0; i < ids.size(); i++) {
        if (!there.contains(first + i)) {
          repeated.add(ids.get(i));
        }
      }
      task.executeBatch();
      first += ids.size();
      ids.clear();
      bytes = 0;
    }

    @Override
    public void close() throws SQLException {
      structure.close();
      task.close();
    }
  }

  private static TaskStatus firstStatus(StructureRow s, boolean first) {
    if (s.rejection().isEmpty()) {
      return TaskStatus.PENDING;
    }
    return first ? TaskStatus.REJECTED : TaskStatus.SKIPPED;
  }

  private static String firstReason(StructureRow s, boolean first) {
    return s.rejection().map(r -> first ? r.reason() : "upstream_rejected").orElse("");
  }

  /** The index of a structure by its id. */
  static Optional<Long> index(Connection c, long campaignId, String id) throws SQLException {
    return Sql.one(
        c,
        "SELECT idx FROM structure WHERE campaign_id = ? AND id = ?",
        r -> r.getLong(1),
        campaignId,
        id);
  }

  /** Structures that a stage made of one: index and digest. */
  static List<Child> children(Connection c, long campaignId, int stage, long parent)
      throws SQLException {
    return Sql.list(
        c,
        "SELECT idx, id, digest FROM structure WHERE campaign_id = ? AND made_by = ? AND parent = ?"
            + " ORDER BY idx",
        r -> new Child(r.getLong(1), r.getString(2), r.getString(3)),
        campaignId,
        stage,
        parent);
  }

  /**
   * A structure that a stage made.
   *
   * @param index in the campaign
   * @param id its id
   * @param digest of its content
   */
  record Child(long index, String id, String digest) {}

  /** Puts another content in the place of a structure's. */
  static void replace(Connection c, long campaignId, long index, StructureRow s)
      throws SQLException {
    Sql.update(
        c,
        "UPDATE structure SET digest = ?, source = ?, n_atoms = ?, formula = ?, payload = ? WHERE"
            + " campaign_id = ? AND idx = ?",
        s.digest(),
        s.source(),
        s.nAtoms(),
        s.formula(),
        s.payload(),
        campaignId,
        index);
  }
}
