package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger in a SQL database. All SQL of the project is here and in the migrations. */
public final class SqlLedger implements Ledger {

  /** From so many structures on it matters how queries are planned. */
  private static final int MANY = 1000;

  private final Database database;
  private final Optional<WorkspaceLock> lock;

  private SqlLedger(Database database, Optional<WorkspaceLock> lock) {
    this.database = database;
    this.lock = lock;
  }

  /** Opens the ledger of a workspace for reading and writing; makes it where there is none. */
  public static SqlLedger open(Path directory) {
    return open(directory, Optional.empty());
  }

  /**
   * Opens the ledger of a workspace for reading and writing.
   *
   * @param lock released when the ledger is closed
   */
  public static SqlLedger open(Path directory, WorkspaceLock lock) {
    return open(directory, Optional.of(lock));
  }

  private static SqlLedger open(Path directory, Optional<WorkspaceLock> lock) {
    return over(SqliteDatabase.open(directory), lock);
  }

  /** Opens the ledger of a PostgreSQL database for reading and writing; makes its tables. */
  public static SqlLedger open(PostgresAddress address) {
    return over(PostgresDatabase.open(address), Optional.empty());
  }

  /**
   * Opens the ledger of a PostgreSQL database for reading and writing.
   *
   * @param lock of the directory for the files that belong to it; released when it is closed
   */
  public static SqlLedger open(PostgresAddress address, WorkspaceLock lock) {
    return over(PostgresDatabase.open(address), Optional.of(lock));
  }

  static SqlLedger over(Database database, Optional<WorkspaceLock> lock) {
    SqlLedger ledger = new SqlLedger(database, lock);
    ledger.nameIncarnation();
    return ledger;
  }

  /** Opens the ledger of a workspace for reading, also while another process writes. */
  public static SqlLedger openReadOnly(Path directory) {
    return new SqlLedger(SqliteDatabase.openReadOnly(directory), Optional.empty());
  }

  /** Opens the ledger of a PostgreSQL database for reading. */
  public static SqlLedger openReadOnly(PostgresAddress address) {
    return new SqlLedger(PostgresDatabase.openReadOnly(address), Optional.empty());
  }

  private void nameIncarnation() {
    database.write(
        c -> {
          Incarnation.begin(c);
          return true;
        });
  }

  @Override
  public String incarnation() {
    return database.read(Incarnation::name);
  }

  @Override
  public void restored() {
    database.write(
        c -> {
          database.locks().everything(c);
          Incarnation.renew(c);
          return true;
        });
  }

  // Campaigns

  @Override
  public CampaignRow createCampaign(NewCampaign campaign, Iterator<StructureRow> structures) {
    return measured(
        database.writeOnce(
            c -> {
              database.locks().catalogue(c);
              return StructureTable.append(c, CampaignTable.insert(c, campaign), structures);
            }));
  }

  @Override
  public CampaignRow addStructures(long campaignId, Iterator<StructureRow> structures) {
    return measured(
        database.writeOnce(
            c -> {
              database.locks().campaign(c, campaignId);
              CampaignRow after = StructureTable.append(c, Rows.row(c, campaignId), structures);
              new Reopening(c, after).structuresCame();
              return after;
            }));
  }

  private CampaignRow measured(CampaignRow campaign) {
    if (campaign.structures() >= MANY) {
      database.measure();
    }
    return campaign;
  }

  @Override
  public Optional<CampaignRow> findCampaign(String name) {
    return database.read(c -> CampaignTable.find(c, name));
  }

  @Override
  public Optional<CampaignRow> campaign(long campaignId) {
    return database.read(
        c -> Sql.one(c, "SELECT * FROM campaign WHERE id = ?", Rows::campaignRow, campaignId));
  }

  @Override
  public List<CampaignRow> campaigns() {
    return database.read(
        c -> Sql.list(c, "SELECT * FROM campaign ORDER BY id DESC", Rows::campaignRow));
  }

  @Override
  public void forEachStructureDigest(long campaignId, BiConsumer<String, String> each) {
    database.read(
        c -> {
          Sql.each(
              c,
              "SELECT id, digest FROM structure WHERE campaign_id = ? AND made_by IS NULL ORDER BY idx",
              r -> each.accept(r.getString(1), r.getString(2)),
              campaignId);
          return true;
        });
  }

  // Intents

  @Override
  public IntentAnswer recordIntent(Intent intent) {
    return database.write(
        c -> {
          database.locks().campaign(c, intent.campaignId());
          Optional<IntentAnswer> known =
              Sql.one(
                  c,
                  "SELECT mode, changed, tasks FROM intent WHERE campaign_id = ? AND request_id = ?",
                  r ->
                      new IntentAnswer(
                          CampaignMode.valueOf(r.getString(1)), r.getInt(2) == 1, r.getLong(3)),
                  intent.campaignId(),
                  intent.requestId());
          if (known.isPresent()) {
            return known.get();
          }
          IntentAnswer answer = new Reopening(c, Rows.row(c, intent.campaignId())).apply(intent);
          Sql.update(
              c,
              "INSERT INTO intent (campaign_id, request_id, kind, mode, changed, tasks,"
                  + " recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
              intent.campaignId(),
              intent.requestId(),
              intent.kind().name(),
              answer.mode().name(),
              answer.changed() ? 1 : 0,
              answer.tasks(),
              System.currentTimeMillis());
          return answer;
        });
  }

  // Shards

  @Override
  public ShardClaim claimShard(ClaimRequest request) {
    return database.write(
        c -> {
          database.locks().campaign(c, request.campaignId());
          return ClaimTable.claim(c, Rows.row(c, request.campaignId()), request);
        });
  }

  @Override
  public List<PendingTask> openSlice(
      ShardKey shard, Fence fence, String incarnation, Set<TaskKey> residents) {
    return database.write(
        c -> {
          lockToSettle(c, shard);
          CampaignRow campaign = Rows.row(c, shard.campaignId());
          Fence seen = Rows.fence(c, shard);
          boolean again = fence.equals(seen) && Rows.isHolder(c, shard, incarnation);
          if (!again && fence.compareTo(seen) <= 0) {
            throw new StaleFenceException(shard, fence, seen);
          }
          Rows.setFence(c, shard, fence);
          Sql.update(
              c,
              "UPDATE shard SET holder = ? WHERE " + Rows.SHARD,
              incarnation,
              shard.campaignId(),
              shard.phase(),
              shard.shard());
          new Markers(c, campaign, shard, incarnation, residents).settle();
          PendingTasks pending = new PendingTasks(c, campaign);
          long first = (long) shard.shard() * campaign.shardSize();
          List<PendingTask> tasks = new ArrayList<>();
          for (int stage : campaign.phases().get(shard.phase())) {
            tasks.addAll(pending.of(stage, first, first + campaign.shardSize(), residents));
          }
          return tasks;
        });
  }

  @Override
  public boolean isIssued(ShardKey shard, long epoch) {
    return database.read(c -> ClaimTable.isIssued(c, shard, epoch));
  }

  @Override
  public Optional<String> holder(ShardKey shard) {
    return database.read(
        c ->
            Sql.one(
                    c,
                    "SELECT holder FROM shard WHERE " + Rows.SHARD,
                    r -> Optional.ofNullable(r.getString(1)),
                    shard.campaignId(),
                    shard.phase(),
                    shard.shard())
                .flatMap(h -> h));
  }

  @Override
  public void letGo(ShardKey shard, String incarnation) {
    database.write(
        c ->
            Sql.update(
                c,
                "UPDATE shard SET holder = NULL WHERE " + Rows.SHARD + " AND holder = ?",
                shard.campaignId(),
                shard.phase(),
                shard.shard(),
                incarnation));
  }

  @Override
  public Commit commit(List<FencedWrites> groups) {
    return database.write(
        c -> {
          Set<ShardKey> refused = new HashSet<>();
          Map<ShardKey, List<PendingTask>> ready = new LinkedHashMap<>();
          Map<Long, CampaignRow> campaigns = lockToWrite(c, groups);
          Map<Long, Books> books = new TreeMap<>();
          for (FencedWrites group : groups) {
            if (!campaigns.containsKey(group.shard().campaignId())
                || group.fence().compareTo(Rows.fence(c, group.shard())) < 0) {
              refused.add(group.shard());
              continue;
            }
            CampaignRow campaign =
                Objects.requireNonNull(campaigns.get(group.shard().campaignId()));
            Books own = books.computeIfAbsent(campaign.id(), Books::new);
            ready.put(group.shard(), new ShardWriter(c, campaign, group, own).write());
          }
          for (Books own : books.values()) {
            own.store(c);
          }
          return new Commit(refused, ready);
        });
  }

  /** What groups write to, by campaign: shards, or all of a campaign that they may end. */
  private Map<Long, CampaignRow> lockToWrite(Connection c, List<FencedWrites> groups)
      throws SQLException {
    Map<Long, List<FencedWrites>> byCampaign = new TreeMap<>();
    for (FencedWrites g : groups) {
      byCampaign.computeIfAbsent(g.shard().campaignId(), id -> new ArrayList<>()).add(g);
    }
    Map<Long, CampaignRow> campaigns = new TreeMap<>();
    for (Map.Entry<Long, List<FencedWrites>> entry : byCampaign.entrySet()) {
      long id = entry.getKey();
      Optional<StageGraph> graph = Rows.findGraph(c, id);
      if (graph.isEmpty()) {
        // It was deleted: whoever still holds something of it lets go of it.
        continue;
      }
      if (entry.getValue().stream().anyMatch(g -> ShardWriter.mayHalt(graph.get(), g))) {
        database.locks().campaign(c, id);
      } else {
        database.locks().shards(c, id, entry.getValue().stream().map(FencedWrites::shard).toList());
      }
      Rows.find(c, id).ifPresent(row -> campaigns.put(id, row));
    }
    return campaigns;
  }

  /** A shard that is opened may have tasks to end, and with them its campaign. */
  private void lockToSettle(Connection c, ShardKey shard) throws SQLException {
    StageGraph graph = Rows.graph(c, shard.campaignId());
    boolean mayHalt =
        graph.phases().get(shard.phase()).stream()
            .anyMatch(stage -> graph.node(stage).onFailure() == StageGraph.OnFailure.FAIL);
    if (mayHalt) {
      database.locks().campaign(c, shard.campaignId());
    } else {
      database.locks().shards(c, shard.campaignId(), List.of(shard));
    }
  }

  @Override
  public Optional<Remembered> remembered(String digest) {
    return database.read(c -> ResultTable.remembered(c, digest));
  }

  // Stages that look at all structures together

  @Override
  public void forEachCandidate(
      long campaignId, int stage, boolean arrays, Consumer<CandidateRow> each) {
    database.read(
        c -> {
          new Barriers(c, Rows.row(c, campaignId), stage).candidates(arrays, each);
          return true;
        });
  }

  @Override
  public void decide(long campaignId, int stage, List<Decision> decisions) {
    database.write(
        c -> {
          database.locks().campaign(c, campaignId);
          new Barriers(c, Rows.row(c, campaignId), stage).decide(decisions);
          return true;
        });
  }

  @Override
  public void recordSlice(ShardKey shard, Fence fence, SliceStats stats) {
    database.write(
        c ->
            Sql.update(
                c,
                "INSERT INTO slice (campaign_id, phase, shard, epoch, slice, attempt, wall_s, steps,"
                    + " atom_steps, occupancy, waste_drain_s, waste_head_of_line_s, waste_swap_s,"
                    + " waste_ledger_s, waste_load_s, device_s, evictions, out_of_memory) VALUES"
                    + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                shard.campaignId(),
                shard.phase(),
                shard.shard(),
                fence.epoch(),
                fence.slice(),
                fence.attempt(),
                stats.wallSeconds(),
                stats.steps(),
                stats.atomSteps(),
                stats.occupancy(),
                stats.waste().drain(),
                stats.waste().headOfLine(),
                stats.waste().swap(),
                stats.waste().ledger(),
                stats.waste().load(),
                stats.waste().busy(),
                stats.evictions(),
                stats.outOfMemory()));
  }

  @Override
  public SliceStats sliceTotals(long campaignId) {
    return database.read(
        c ->
            Sql.one(
                    c,
                    "SELECT SUM(wall_s), SUM(steps), SUM(atom_steps), SUM(occupancy * wall_s),"
                        + " SUM(waste_drain_s), SUM(waste_head_of_line_s), SUM(waste_swap_s),"
                        + " SUM(waste_ledger_s), SUM(waste_load_s), SUM(device_s), SUM(evictions),"
                        + " MAX(out_of_memory) FROM slice WHERE campaign_id = ?",
                    r ->
                        new SliceStats(
                            r.getDouble(1),
                            r.getLong(2),
                            r.getLong(3),
                            r.getDouble(1) > 0 ? r.getDouble(4) / r.getDouble(1) : 0,
                            new Waste(
                                r.getDouble(5),
                                r.getDouble(6),
                                r.getDouble(7),
                                r.getDouble(8),
                                r.getDouble(9),
                                r.getDouble(10)),
                            r.getLong(11),
                            r.getLong(12)),
                    campaignId)
                .orElseThrow());
  }

  @Override
  public ShardLogPage readLog(ShardKey shard, long afterSeq, int maxBytes) {
    return database.read(c -> LogTable.read(c, shard, afterSeq, maxBytes));
  }

  @Override
  public boolean isShardDone(ShardKey shard) {
    return database.read(
        c ->
            Sql.one(
                        c,
                        "SELECT open_tasks FROM shard WHERE " + Rows.SHARD,
                        r -> r.getLong(1),
                        shard.campaignId(),
                        shard.phase(),
                        shard.shard())
                    .orElse(0L)
                == 0);
  }

  // Looking

  @Override
  public CampaignProgress progress(long campaignId, int phase) {
    return database.read(
        c -> {
          CampaignRow campaign = Rows.row(c, campaignId);
          List<CampaignProgress.StageProgress> stages = new ArrayList<>();
          for (int i = 0; i < campaign.stages().size(); i++) {
            Map<String, Long> counts = new LinkedHashMap<>();
            Sql.each(
                c,
                "SELECT status, n FROM tally WHERE campaign_id = ? AND stage = ? AND n > 0 ORDER BY"
                    + " status",
                r -> counts.put(TaskStatus.ofCode(r.getString(1).charAt(0)).key(), r.getLong(2)),
                campaignId,
                i);
            stages.add(new CampaignProgress.StageProgress(campaign.stages().get(i), counts));
          }
          List<Integer> open =
              Sql.list(
                  c,
                  "SELECT shard FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0"
                      + " AND owner_run IS NOT NULL ORDER BY shard LIMIT 200",
                  r -> r.getInt(1),
                  campaignId,
                  phase);
          boolean done =
              Sql.one(
                      c,
                      "SELECT 1 FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0"
                          + " LIMIT 1",
                      r -> 1,
                      campaignId,
                      phase)
                  .isEmpty();
          return new CampaignProgress(
              campaign.structures(),
              stages,
              open,
              0,
              done,
              campaign.mode(),
              earlier(c, campaign, phase, stages),
              null);
        });
  }

  @Override
  public SignsOfLife signsOfLife(long campaignId, int phase) {
    return database.read(c -> Rows.signsOfLife(c, campaignId, phase));
  }

  /** The first phase before one in which something is left to do; null where there is none. */
  private static @Nullable Integer earlier(
      Connection c, CampaignRow campaign, int phase, List<CampaignProgress.StageProgress> stages)
      throws SQLException {
    for (int before = 0; before < phase; before++) {
      boolean open =
          Sql.one(
                  c,
                  "SELECT 1 FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0 LIMIT 1",
                  r -> 1,
                  campaign.id(),
                  before)
              .isPresent();
      for (int barrier : campaign.graph().barriers().get(before)) {
        open |= stages.get(barrier).counts().getOrDefault(TaskStatus.PENDING.key(), 0L) > 0;
      }
      if (open) {
        return before;
      }
    }
    return null;
  }

  @Override
  public void forEachResult(
      long campaignId,
      int stage,
      Set<TaskStatus> statuses,
      boolean arrays,
      Consumer<ResultRow> each) {
    database.read(
        c -> {
          CampaignRow campaign = Rows.row(c, campaignId);
          String stageId = campaign.stages().get(stage);
          Sql.each(
              c,
              "SELECT s.idx, s.id, s.digest, s.source, s.formula, s.n_atoms, t.generation,"
                  + " t.status, t.reason, t.detail, t.iterations, t.swap_attempts, r.energy,"
                  + " r.properties, r.finished_at"
                  + (arrays ? ", s.payload, a.state" : "")
                  + " FROM structure s JOIN task t ON t.campaign_id = s.campaign_id AND t.stage = ?"
                  + " AND t.structure = s.idx LEFT JOIN result r ON r.campaign_id = s.campaign_id"
                  + " AND r.stage = t.stage AND r.structure = s.idx AND r.current = 1"
                  + (arrays
                      ? " LEFT JOIN result a ON a.campaign_id = s.campaign_id AND a.stage = "
                          + campaign.graph().stateOf(stage)
                          + " AND a.structure = s.idx AND a.current = 1"
                      : "")
                  + " WHERE s.campaign_id = ? ORDER BY s.idx",
              r -> {
                TaskStatus status = TaskStatus.ofCode(r.getString("status").charAt(0));
                if (statuses.isEmpty() || statuses.contains(status)) {
                  each.accept(resultRow(r, stageId, status, arrays));
                }
              },
              stage,
              campaignId);
          return true;
        });
  }

  private static ResultRow resultRow(ResultSet r, String stageId, TaskStatus status, boolean arrays)
      throws SQLException {
    double energy = r.getDouble("energy");
    boolean hasEnergy = !r.wasNull();
    long finished = r.getLong("finished_at");
    boolean hasFinished = !r.wasNull();
    String properties = r.getString("properties");
    byte @Nullable [] state = arrays ? r.getBytes("state") : null;
    return new ResultRow(
        r.getLong("idx"),
        r.getString("id"),
        r.getString("digest"),
        r.getString("source"),
        r.getString("formula"),
        r.getInt("n_atoms"),
        stageId,
        r.getInt("generation"),
        status,
        r.getString("reason"),
        r.getString("detail"),
        hasEnergy ? energy : Double.NaN,
        r.getInt("iterations"),
        r.getInt("swap_attempts"),
        properties == null ? "{}" : properties,
        hasFinished ? Optional.of(Instant.ofEpochMilli(finished)) : Optional.empty(),
        arrays ? Optional.of(r.getBytes("payload")) : Optional.empty(),
        state == null || state.length == 0 ? Optional.empty() : Optional.of(state));
  }

  @Override
  public List<TrajectorySegment> trajectorySegments(long campaignId, int stage) {
    return segments("campaign_id = ? AND stage = ?", campaignId, stage);
  }

  @Override
  public List<TrajectorySegment> trajectorySegments(long campaignId, int stage, int shard) {
    return segments("campaign_id = ? AND stage = ? AND shard = ?", campaignId, stage, shard);
  }

  private List<TrajectorySegment> segments(String where, Object... values) {
    return database.read(
        c ->
            Sql.list(
                c,
                "SELECT stage, shard, epoch, slice, attempt, file, bytes, frames FROM"
                    + " trajectory_segment WHERE "
                    + where
                    + " ORDER BY shard, epoch, slice, attempt",
                r ->
                    new TrajectorySegment(
                        r.getInt(1),
                        r.getInt(2),
                        new Fence(r.getLong(3), r.getInt(4), r.getInt(5)),
                        r.getString(6),
                        r.getLong(7),
                        r.getLong(8)),
                values));
  }

  @Override
  public Housekeeping housekeeping() {
    return new Housekeeping(database);
  }

  @Override
  public long sizeInBytes() {
    return database.sizeInBytes();
  }

  @Override
  public void close() {
    database.close();
    lock.ifPresent(WorkspaceLock::close);
  }
}
