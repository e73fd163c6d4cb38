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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger in a SQL database. All SQL of the project is here and in the migrations. */
public final class SqlLedger implements Ledger {

  private static final String TASK = "campaign_id = ? AND stage = ? AND structure = ?";
  private static final String SHARD = "campaign_id = ? AND phase = ? AND shard = ?";
  private static final int ROW_BYTES = 48;

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
    SqlLedger ledger = new SqlLedger(Database.open(directory), lock);
    ledger.nameIncarnation();
    return ledger;
  }

  /** Opens the ledger of a workspace for reading, also while another process writes. */
  public static SqlLedger openReadOnly(Path directory) {
    return new SqlLedger(Database.openReadOnly(directory), Optional.empty());
  }

  private void nameIncarnation() {
    database.write(
        c -> {
          Sql.update(
              c,
              "INSERT INTO meta (name, value) VALUES ('incarnation', ?) ON CONFLICT DO NOTHING",
              java.util.UUID.randomUUID().toString());
          return true;
        });
  }

  @Override
  public String incarnation() {
    return database.read(
        c ->
            Sql.one(c, "SELECT value FROM meta WHERE name = 'incarnation'", r -> r.getString(1))
                .orElse(""));
  }

  // Campaigns

  @Override
  public CampaignRow createCampaign(NewCampaign campaign, Iterator<StructureRow> structures) {
    return database.write(
        c -> {
          Optional<CampaignRow> before = find(c, campaign.name());
          if (before.isPresent() && !campaign.replace()) {
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
          long id =
              Sql.one(c, "SELECT COALESCE(MAX(id), 0) + 1 FROM campaign", r -> r.getLong(1))
                  .orElseThrow();
          Sql.update(
              c,
              "INSERT INTO campaign (id, name, revision, current, definition, definition_digest,"
                  + " model_digest, stages, phases, shard_size, lanes, structures, mode,"
                  + " mode_since, created_at) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
              id,
              campaign.name(),
              revision,
              campaign.definition(),
              campaign.definitionDigest(),
              campaign.modelDigest(),
              String.join(",", campaign.stages()),
              phasesText(campaign.phases()),
              campaign.shardSize(),
              campaign.lanes(),
              CampaignMode.RUNNING.name(),
              now,
              now);
          return append(c, row(c, id), structures);
        });
  }

  @Override
  public CampaignRow addStructures(long campaignId, Iterator<StructureRow> structures) {
    return database.write(c -> append(c, row(c, campaignId), structures));
  }

  private static CampaignRow append(
      Connection c, CampaignRow campaign, Iterator<StructureRow> structures) throws SQLException {
    long index = campaign.structures();
    List<String> repeated = new ArrayList<>();
    Tally tally = new Tally(campaign.id());
    try (PreparedStatement structure =
            c.prepareStatement(
                "INSERT INTO structure (campaign_id, idx, id, digest, source, n_atoms, formula,"
                    + " payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        PreparedStatement task =
            c.prepareStatement(
                "INSERT INTO task (campaign_id, stage, structure, generation, status, reason,"
                    + " detail, iterations, swap_attempts, deaths) VALUES (?, ?, ?, 0, ?, ?, ?, 0,"
                    + " 0, 0)")) {
      while (structures.hasNext()) {
        StructureRow s = structures.next();
        Sql.bind(
            structure,
            campaign.id(),
            index,
            s.id(),
            s.digest(),
            s.source(),
            s.nAtoms(),
            s.formula(),
            s.payload());
        if (structure.executeUpdate() == 0) {
          repeated.add(s.id());
          continue;
        }
        for (int stage = 0; stage < campaign.stages().size(); stage++) {
          TaskStatus status = firstStatus(s, stage);
          String reason = firstReason(s, stage);
          String detail = stage == 0 ? s.rejection().map(r -> r.detail()).orElse("") : "";
          Sql.bind(
              task, campaign.id(), stage, index, String.valueOf(status.code()), reason, detail);
          task.addBatch();
          tally.add(stage, status, 1);
        }
        index++;
        if (index % 500 == 0) {
          task.executeBatch();
        }
      }
      task.executeBatch();
    }
    if (!repeated.isEmpty()) {
      throw new IllegalArgumentException(
          repeated.size()
              + " ids are in the campaign more than once: "
              + repeated.stream().limit(20).collect(Collectors.joining(", ")));
    }
    Sql.update(c, "UPDATE campaign SET structures = ? WHERE id = ?", index, campaign.id());
    tally.store(c);
    CampaignRow after = row(c, campaign.id());
    openShards(c, after, campaign.structures());
    return after;
  }

  private static TaskStatus firstStatus(StructureRow s, int stage) {
    if (s.rejection().isEmpty()) {
      return TaskStatus.PENDING;
    }
    return stage == 0 ? TaskStatus.REJECTED : TaskStatus.SKIPPED;
  }

  private static String firstReason(StructureRow s, int stage) {
    return s.rejection().map(r -> stage == 0 ? r.reason() : "upstream_rejected").orElse("");
  }

  /** Makes the shards from the one that holds a structure on, or counts their open tasks anew. */
  private static void openShards(Connection c, CampaignRow campaign, long fromStructure)
      throws SQLException {
    int first = (int) (fromStructure / campaign.shardSize());
    int count = (int) ((campaign.structures() + campaign.shardSize() - 1) / campaign.shardSize());
    for (int phase = 0; phase < campaign.phases().size(); phase++) {
      for (int shard = first; shard < count; shard++) {
        Sql.update(
            c,
            "INSERT INTO shard (campaign_id, phase, shard, open_tasks, epoch, slice, attempt,"
                + " next_epoch, log_seq) VALUES (?, ?, ?, 0, 0, 0, 0, 1, 0) ON CONFLICT DO NOTHING",
            campaign.id(),
            phase,
            shard);
        countOpen(c, campaign, phase, shard);
      }
    }
  }

  private static void countOpen(Connection c, CampaignRow campaign, int phase, int shard)
      throws SQLException {
    long open = 0;
    long first = (long) shard * campaign.shardSize();
    for (int stage : campaign.phases().get(phase)) {
      open +=
          Sql.one(
                  c,
                  "SELECT COUNT(*) FROM task WHERE campaign_id = ? AND stage = ? AND structure >= ?"
                      + " AND structure < ? AND status IN ('p', 'r')",
                  r -> r.getLong(1),
                  campaign.id(),
                  stage,
                  first,
                  first + campaign.shardSize())
              .orElse(0L);
    }
    Sql.update(
        c, "UPDATE shard SET open_tasks = ? WHERE " + SHARD, open, campaign.id(), phase, shard);
  }

  @Override
  public Optional<CampaignRow> findCampaign(String name) {
    return database.read(c -> find(c, name));
  }

  private static Optional<CampaignRow> find(Connection c, String name) throws SQLException {
    int at = name.lastIndexOf('@');
    if (at > 0 && name.substring(at + 1).matches("[0-9]{1,9}")) {
      return Sql.one(
          c,
          "SELECT * FROM campaign WHERE name = ? AND revision = ?",
          SqlLedger::campaignRow,
          name.substring(0, at),
          Integer.parseInt(name.substring(at + 1)));
    }
    return Sql.one(
        c, "SELECT * FROM campaign WHERE name = ? AND current = 1", SqlLedger::campaignRow, name);
  }

  @Override
  public Optional<CampaignRow> campaign(long campaignId) {
    return database.read(
        c -> Sql.one(c, "SELECT * FROM campaign WHERE id = ?", SqlLedger::campaignRow, campaignId));
  }

  private static CampaignRow row(Connection c, long campaignId) throws SQLException {
    return Sql.one(c, "SELECT * FROM campaign WHERE id = ?", SqlLedger::campaignRow, campaignId)
        .orElseThrow(
            () -> new IllegalArgumentException("the ledger has no campaign " + campaignId));
  }

  @Override
  public List<CampaignRow> campaigns() {
    return database.read(
        c -> Sql.list(c, "SELECT * FROM campaign ORDER BY id DESC", SqlLedger::campaignRow));
  }

  private static CampaignRow campaignRow(ResultSet r) throws SQLException {
    return new CampaignRow(
        r.getLong("id"),
        r.getString("name"),
        r.getInt("revision"),
        r.getInt("current") == 1,
        r.getString("definition"),
        r.getString("definition_digest"),
        r.getString("model_digest"),
        List.of(r.getString("stages").split(",")),
        phases(r.getString("phases")),
        r.getInt("shard_size"),
        r.getInt("lanes"),
        r.getLong("structures"),
        CampaignMode.valueOf(r.getString("mode")),
        Instant.ofEpochMilli(r.getLong("mode_since")),
        Instant.ofEpochMilli(r.getLong("created_at")));
  }

  private static String phasesText(List<List<Integer>> phases) {
    return phases.stream()
        .map(p -> p.stream().map(String::valueOf).collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }

  private static List<List<Integer>> phases(String text) {
    return Arrays.stream(text.split(";"))
        .map(p -> Arrays.stream(p.split(",")).map(Integer::valueOf).toList())
        .toList();
  }

  @Override
  public void forEachStructureDigest(long campaignId, BiConsumer<String, String> each) {
    database.read(
        c -> {
          Sql.each(
              c,
              "SELECT id, digest FROM structure WHERE campaign_id = ? ORDER BY idx",
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
          IntentAnswer answer = apply(c, row(c, intent.campaignId()), intent.kind());
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

  private static IntentAnswer apply(Connection c, CampaignRow campaign, Intent.Kind kind)
      throws SQLException {
    return switch (kind) {
      case PAUSE -> {
        boolean changes = campaign.mode() == CampaignMode.RUNNING;
        yield changes
            ? mode(c, campaign, CampaignMode.PAUSED, 0)
            : new IntentAnswer(campaign.mode(), false, 0);
      }
      case RESUME -> {
        if (campaign.mode() == CampaignMode.RUNNING) {
          yield new IntentAnswer(campaign.mode(), false, 0);
        }
        long reopened = reopen(c, campaign, "k", false);
        yield mode(c, campaign, CampaignMode.RUNNING, reopened);
      }
      case CANCEL -> {
        if (campaign.mode() == CampaignMode.CANCELLED) {
          yield new IntentAnswer(campaign.mode(), false, 0);
        }
        yield mode(c, campaign, CampaignMode.CANCELLED, cancelOpen(c, campaign));
      }
      case RETRY -> {
        long reopened = reopen(c, campaign, "fmk", true);
        yield mode(c, campaign, CampaignMode.RUNNING, reopened);
      }
    };
  }

  private static IntentAnswer mode(
      Connection c, CampaignRow campaign, CampaignMode mode, long tasks) throws SQLException {
    if (mode != campaign.mode()) {
      Sql.update(
          c,
          "UPDATE campaign SET mode = ?, mode_since = ? WHERE id = ?",
          mode.name(),
          System.currentTimeMillis(),
          campaign.id());
    }
    return new IntentAnswer(mode, mode != campaign.mode() || tasks > 0, tasks);
  }

  private static long cancelOpen(Connection c, CampaignRow campaign) throws SQLException {
    return change(c, campaign, "pr", TaskStatus.CANCELLED, "cancelled", false);
  }

  /** Makes ended tasks pending again, and with them what was skipped because of them. */
  private static long reopen(Connection c, CampaignRow campaign, String codes, boolean again)
      throws SQLException {
    Set<Long> structures = new HashSet<>();
    for (int i = 0; i < codes.length(); i++) {
      Sql.each(
          c,
          "SELECT DISTINCT structure FROM task WHERE campaign_id = ? AND status = ?",
          r -> structures.add(r.getLong(1)),
          campaign.id(),
          codes.substring(i, i + 1));
    }
    long tasks = change(c, campaign, codes, TaskStatus.PENDING, "", again);
    for (long structure : structures) {
      tasks += unskip(c, campaign, structure, again);
    }
    return tasks;
  }

  private static long unskip(Connection c, CampaignRow campaign, long structure, boolean again)
      throws SQLException {
    List<TaskKey> skipped =
        Sql.list(
            c,
            "SELECT stage FROM task WHERE campaign_id = ? AND structure = ? AND status = 's'"
                + " ORDER BY stage",
            r -> new TaskKey(campaign.id(), r.getInt(1), structure),
            campaign.id(),
            structure);
    return changeAll(c, campaign, skipped, TaskStatus.SKIPPED, TaskStatus.PENDING, "", again);
  }

  private static long change(
      Connection c, CampaignRow campaign, String codes, TaskStatus to, String reason, boolean again)
      throws SQLException {
    long changed = 0;
    for (int i = 0; i < codes.length(); i++) {
      char code = codes.charAt(i);
      List<TaskKey> keys =
          Sql.list(
              c,
              "SELECT stage, structure FROM task WHERE campaign_id = ? AND status = ?"
                  + " ORDER BY structure, stage",
              r -> new TaskKey(campaign.id(), r.getInt(1), r.getLong(2)),
              campaign.id(),
              String.valueOf(code));
      changed += changeAll(c, campaign, keys, TaskStatus.ofCode(code), to, reason, again);
    }
    return changed;
  }

  private static long changeAll(
      Connection c,
      CampaignRow campaign,
      List<TaskKey> keys,
      TaskStatus from,
      TaskStatus to,
      String reason,
      boolean again)
      throws SQLException {
    Tally tally = new Tally(campaign.id());
    Set<List<Integer>> shards = new LinkedHashSet<>();
    for (TaskKey key : keys) {
      Sql.update(
          c,
          "UPDATE task SET status = ?, reason = ?, detail = '', marker = NULL, deaths = 0, deaths_alone = 0,"
              + " generation = generation + ? WHERE "
              + TASK,
          String.valueOf(to.code()),
          reason,
          again ? 1 : 0,
          key.campaignId(),
          key.stage(),
          key.structure());
      if (again) {
        Sql.update(
            c,
            "UPDATE result SET current = 0 WHERE " + TASK,
            key.campaignId(),
            key.stage(),
            key.structure());
        Sql.update(
            c,
            "UPDATE task SET iterations = 0, swap_attempts = 0 WHERE " + TASK,
            key.campaignId(),
            key.stage(),
            key.structure());
        Sql.update(
            c,
            "DELETE FROM checkpoint WHERE " + TASK,
            key.campaignId(),
            key.stage(),
            key.structure());
      }
      tally.add(key.stage(), from, -1);
      tally.add(key.stage(), to, 1);
      ShardKey shard = shardOf(campaign, key);
      shards.add(List.of(shard.phase(), shard.shard()));
      log(c, shard, key, to, 0, 0, Double.NaN, reason);
    }
    tally.store(c);
    for (List<Integer> s : shards) {
      Sql.update(
          c,
          "UPDATE shard SET owner_run = NULL, owner_lane = NULL WHERE " + SHARD,
          campaign.id(),
          s.get(0),
          s.get(1));
      countOpen(c, campaign, s.get(0), s.get(1));
    }
    return keys.size();
  }

  private static ShardKey shardOf(CampaignRow campaign, TaskKey key) {
    int shard = (int) (key.structure() / campaign.shardSize());
    for (int phase = 0; phase < campaign.phases().size(); phase++) {
      if (campaign.phases().get(phase).contains(key.stage())) {
        return new ShardKey(campaign.id(), phase, shard);
      }
    }
    throw new IllegalArgumentException("stage " + key.stage() + " is in no phase");
  }

  // Shards

  @Override
  public ShardClaim claimShard(ClaimRequest q) {
    return database.write(
        c -> {
          CampaignRow campaign = row(c, q.campaignId());
          if (campaign.mode() == CampaignMode.CANCELLED) {
            return none(campaign);
          }
          Optional<long[]> same =
              Sql.one(
                  c,
                  "SELECT shard, epoch FROM claim WHERE campaign_id = ? AND phase = ? AND run_id = ?",
                  r -> new long[] {r.getLong(1), r.getLong(2)},
                  q.campaignId(),
                  q.phase(),
                  q.runId());
          if (same.isPresent()) {
            return claimed(campaign, (int) same.get()[0], same.get()[1]);
          }
          Optional<Integer> free = freeShard(c, q);
          return free.isEmpty() ? none(campaign) : claim(c, campaign, q, free.get());
        });
  }

  private static Optional<Integer> freeShard(Connection c, ClaimRequest q) throws SQLException {
    Optional<Integer> own =
        Sql.one(
            c,
            "SELECT shard FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0"
                + " AND owner_run = ? AND owner_lane = ? ORDER BY shard LIMIT 1",
            r -> r.getInt(1),
            q.campaignId(),
            q.phase(),
            q.campaignRun(),
            q.lane());
    if (own.isPresent()) {
      return own;
    }
    return Sql.one(
        c,
        "SELECT shard FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0"
            + " AND (owner_run IS NULL OR owner_run <> ?) ORDER BY shard LIMIT 1",
        r -> r.getInt(1),
        q.campaignId(),
        q.phase(),
        q.campaignRun());
  }

  private static ShardClaim claim(Connection c, CampaignRow campaign, ClaimRequest q, int shard)
      throws SQLException {
    long epoch =
        Sql.one(
                c,
                "SELECT next_epoch FROM shard WHERE " + SHARD,
                r -> r.getLong(1),
                q.campaignId(),
                q.phase(),
                shard)
            .orElseThrow();
    Sql.update(
        c,
        "UPDATE shard SET next_epoch = ?, owner_run = ?, owner_lane = ? WHERE " + SHARD,
        epoch + 1,
        q.campaignRun(),
        q.lane(),
        q.campaignId(),
        q.phase(),
        shard);
    Sql.update(
        c,
        "INSERT INTO claim (campaign_id, phase, run_id, shard, epoch) VALUES (?, ?, ?, ?, ?)",
        q.campaignId(),
        q.phase(),
        q.runId(),
        shard,
        epoch);
    return claimed(campaign, shard, epoch);
  }

  private static ShardClaim none(CampaignRow campaign) {
    return new ShardClaim(false, 0, 0, 0, 0, campaign.mode());
  }

  private static ShardClaim claimed(CampaignRow campaign, int shard, long epoch) {
    long first = (long) shard * campaign.shardSize();
    int count = (int) Math.min(campaign.shardSize(), campaign.structures() - first);
    return new ShardClaim(true, shard, first, count, epoch, campaign.mode());
  }

  @Override
  public List<PendingTask> openSlice(
      ShardKey shard, Fence fence, String incarnation, Set<TaskKey> residents) {
    return database.write(
        c -> {
          CampaignRow campaign = row(c, shard.campaignId());
          Fence seen = fence(c, shard);
          boolean again = fence.equals(seen) && isHolder(c, shard, incarnation);
          if (!again && fence.compareTo(seen) <= 0) {
            throw new StaleFenceException(shard, fence, seen);
          }
          setFence(c, shard, fence);
          Sql.update(
              c,
              "UPDATE shard SET holder = ? WHERE " + SHARD,
              incarnation,
              shard.campaignId(),
              shard.phase(),
              shard.shard());
          List<PendingTask> tasks = new ArrayList<>();
          for (int stage : campaign.phases().get(shard.phase())) {
            settleMarkers(c, campaign, shard, stage, incarnation, residents);
            tasks.addAll(pending(c, campaign, shard, stage, residents));
          }
          return tasks;
        });
  }

  @Override
  public Optional<String> holder(ShardKey shard) {
    return database.read(
        c ->
            Sql.one(
                    c,
                    "SELECT holder FROM shard WHERE " + SHARD,
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
                "UPDATE shard SET holder = NULL WHERE " + SHARD + " AND holder = ?",
                shard.campaignId(),
                shard.phase(),
                shard.shard(),
                incarnation));
  }

  private static Fence fence(Connection c, ShardKey shard) throws SQLException {
    return Sql.one(
            c,
            "SELECT epoch, slice, attempt FROM shard WHERE " + SHARD,
            r -> new Fence(r.getLong(1), r.getInt(2), r.getInt(3)),
            shard.campaignId(),
            shard.phase(),
            shard.shard())
        .orElseThrow(() -> new IllegalArgumentException("the ledger has no " + shard));
  }

  private static boolean isHolder(Connection c, ShardKey shard, String incarnation)
      throws SQLException {
    return Sql.one(
            c,
            "SELECT 1 FROM shard WHERE holder = ? AND " + SHARD,
            r -> 1,
            incarnation,
            shard.campaignId(),
            shard.phase(),
            shard.shard())
        .isPresent();
  }

  private static void setFence(Connection c, ShardKey shard, Fence fence) throws SQLException {
    Sql.update(
        c,
        "UPDATE shard SET epoch = ?, slice = ?, attempt = ? WHERE " + SHARD,
        fence.epoch(),
        fence.slice(),
        fence.attempt(),
        shard.campaignId(),
        shard.phase(),
        shard.shard());
  }

  /** What a dead process left marked counts as an unclean death of each of its tasks. */
  private static void settleMarkers(
      Connection c,
      CampaignRow campaign,
      ShardKey shard,
      int stage,
      String incarnation,
      Set<TaskKey> residents)
      throws SQLException {
    long first = (long) shard.shard() * campaign.shardSize();
    Map<TaskKey, String> marked = new LinkedHashMap<>();
    Sql.each(
        c,
        "SELECT structure, marker FROM task WHERE campaign_id = ? AND stage = ? AND structure >= ?"
            + " AND structure < ? AND marker IS NOT NULL",
        r -> marked.put(new TaskKey(campaign.id(), stage, r.getLong(1)), r.getString(2)),
        campaign.id(),
        stage,
        first,
        first + campaign.shardSize());
    for (Map.Entry<TaskKey, String> entry : marked.entrySet()) {
      TaskKey key = entry.getKey();
      if (!residents.contains(key)) {
        boolean died = !CrashMarker.isOf(entry.getValue(), incarnation);
        Sql.update(
            c,
            "UPDATE task SET marker = NULL, deaths = deaths + ?, deaths_alone = deaths_alone + ?"
                + " WHERE "
                + TASK,
            died ? 1 : 0,
            died ? CrashMarker.evidence(entry.getValue()) : 0,
            key.campaignId(),
            key.stage(),
            key.structure());
      }
    }
  }

  private static List<PendingTask> pending(
      Connection c, CampaignRow campaign, ShardKey shard, int stage, Set<TaskKey> residents)
      throws SQLException {
    long first = (long) shard.shard() * campaign.shardSize();
    List<PendingTask> tasks = new ArrayList<>();
    Sql.each(
        c,
        "SELECT t.structure, t.generation, t.deaths, t.deaths_alone, s.id, s.payload, r.state AS input,"
            + " p.status AS before, k.state AS checkpoint, k.iterations AS k_iterations,"
            + " k.swap_attempts AS k_attempts"
            + " FROM task t JOIN structure s ON s.campaign_id = t.campaign_id AND s.idx = t.structure"
            + " LEFT JOIN task p ON p.campaign_id = t.campaign_id AND p.stage = t.stage - 1"
            + " AND p.structure = t.structure"
            + " LEFT JOIN result r ON r.campaign_id = t.campaign_id AND r.stage = t.stage - 1"
            + " AND r.structure = t.structure AND r.current = 1"
            + " LEFT JOIN checkpoint k ON k.campaign_id = t.campaign_id AND k.stage = t.stage"
            + " AND k.structure = t.structure"
            + " WHERE t.campaign_id = ? AND t.stage = ? AND t.structure >= ? AND t.structure < ?"
            + " AND t.status IN ('p', 'r') ORDER BY t.structure",
        r -> {
          TaskKey key = new TaskKey(campaign.id(), stage, r.getLong("structure"));
          boolean ready =
              stage == 0 || TaskStatus.ofCode(r.getString("before").charAt(0)).isSuccess();
          if (ready && !residents.contains(key)) {
            tasks.add(pendingTask(key, r));
          }
        },
        campaign.id(),
        stage,
        first,
        first + campaign.shardSize());
    return tasks;
  }

  private static PendingTask pendingTask(TaskKey key, ResultSet r) throws SQLException {
    byte @Nullable [] checkpoint = r.getBytes("checkpoint");
    return new PendingTask(
        key,
        r.getString("id"),
        r.getInt("generation"),
        r.getBytes("payload"),
        Optional.ofNullable(r.getBytes("input")),
        checkpoint == null
            ? Optional.empty()
            : Optional.of(
                new Checkpoint(checkpoint, r.getInt("k_iterations"), r.getInt("k_attempts"))),
        r.getInt("deaths"),
        r.getInt("deaths_alone"));
  }

  @Override
  public Set<ShardKey> commit(List<FencedWrites> groups) {
    return database.write(
        c -> {
          Set<ShardKey> refused = new HashSet<>();
          Map<Long, CampaignRow> campaigns = new LinkedHashMap<>();
          for (FencedWrites group : groups) {
            Fence seen = fence(c, group.shard());
            if (group.fence().compareTo(seen) < 0) {
              refused.add(group.shard());
              continue;
            }
            long id = group.shard().campaignId();
            CampaignRow campaign = campaigns.get(id);
            if (campaign == null) {
              campaign = row(c, id);
              campaigns.put(id, campaign);
            }
            new ShardWriter(c, campaign, group).write();
          }
          return refused;
        });
  }

  /** Writes one group; the connection is in a transaction. */
  private static final class ShardWriter {
    private final Connection c;
    private final CampaignRow campaign;
    private final FencedWrites group;
    private final Tally tally;
    private long closed;

    ShardWriter(Connection c, CampaignRow campaign, FencedWrites group) {
      this.c = c;
      this.campaign = campaign;
      this.group = group;
      this.tally = new Tally(campaign.id());
    }

    void write() throws SQLException {
      setFence(c, group.shard(), group.fence());
      for (LedgerWrite write : group.writes()) {
        Optional<TaskStatus> status = open(write);
        if (status.isPresent()) {
          apply(write, status.get());
        }
      }
      for (TrajectorySegment segment : group.segments()) {
        count(segment);
      }
      tally.store(c);
      Sql.update(
          c,
          "UPDATE shard SET open_tasks = open_tasks - ? WHERE " + SHARD,
          closed,
          campaign.id(),
          group.shard().phase(),
          group.shard().shard());
    }

    private void count(TrajectorySegment segment) throws SQLException {
      Sql.update(
          c,
          "INSERT INTO trajectory_segment (campaign_id, stage, shard, epoch, slice, attempt, file,"
              + " bytes, frames) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_id, stage,"
              + " shard, epoch, slice, attempt) DO UPDATE SET bytes = excluded.bytes, frames ="
              + " excluded.frames",
          campaign.id(),
          segment.stage(),
          segment.shard(),
          segment.fence().epoch(),
          segment.fence().slice(),
          segment.fence().attempt(),
          segment.file(),
          segment.bytes(),
          segment.frames());
    }

    /** The status of a task that may still be written to; empty for a repetition. */
    private Optional<TaskStatus> open(LedgerWrite write) throws SQLException {
      TaskKey key = write.task();
      return Sql.one(
          c,
          "SELECT status FROM task WHERE " + TASK + " AND generation = ? AND status IN ('p', 'r')",
          r -> TaskStatus.ofCode(r.getString(1).charAt(0)),
          key.campaignId(),
          key.stage(),
          key.structure(),
          write.generation());
    }

    private void apply(LedgerWrite write, TaskStatus status) throws SQLException {
      TaskKey key = write.task();
      if (write instanceof LedgerWrite.Admitted admitted) {
        update(
            "status = 'r', marker = ?",
            key,
            CrashMarker.of(admitted.incarnation(), admitted.company()));
        if (status != TaskStatus.RUNNING) {
          moved(key, status, TaskStatus.RUNNING);
          log(c, group.shard(), key, TaskStatus.RUNNING, 0, 0, Double.NaN, "");
        }
      } else if (write instanceof LedgerWrite.Progressed progressed) {
        Checkpoint k = progressed.checkpoint();
        Sql.update(
            c,
            "INSERT INTO checkpoint (campaign_id, stage, structure, iterations, swap_attempts,"
                + " state) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_id, stage, structure) DO"
                + " UPDATE SET iterations = excluded.iterations, swap_attempts ="
                + " excluded.swap_attempts, state = excluded.state",
            key.campaignId(),
            key.stage(),
            key.structure(),
            k.iterations(),
            k.swapAttempts(),
            k.state());
        update(
            "deaths_alone = 0, iterations = ?, swap_attempts = ?",
            key,
            k.iterations(),
            k.swapAttempts());
      } else if (write instanceof LedgerWrite.Released) {
        update("marker = NULL", key);
      } else if (write instanceof LedgerWrite.Cleared cleared) {
        update(
            "deaths = 0, deaths_alone = 0, marker = ?",
            key,
            CrashMarker.of(cleared.incarnation(), LedgerWrite.Company.OTHERS));
      } else if (write instanceof LedgerWrite.Finished finished) {
        finish(key, finished, status);
      }
    }

    private void update(String what, TaskKey key, Object... values) throws SQLException {
      Object[] all = Arrays.copyOf(values, values.length + 3);
      all[values.length] = key.campaignId();
      all[values.length + 1] = key.stage();
      all[values.length + 2] = key.structure();
      Sql.update(c, "UPDATE task SET " + what + " WHERE " + TASK, all);
    }

    private void moved(TaskKey key, TaskStatus from, TaskStatus to) {
      tally.add(key.stage(), from, -1);
      tally.add(key.stage(), to, 1);
      if (to.isTerminal() && inPhase(key.stage())) {
        closed++;
      }
    }

    private boolean inPhase(int stage) {
      return campaign.phases().get(group.shard().phase()).contains(stage);
    }

    private void finish(TaskKey key, LedgerWrite.Finished write, TaskStatus from)
        throws SQLException {
      TaskResult t = write.result();
      Sql.update(
          c,
          "INSERT INTO result (campaign_id, stage, structure, generation, current, status, reason,"
              + " detail, energy, iterations, swap_attempts, properties, state, fence, finished_at)"
              + " VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          key.campaignId(),
          key.stage(),
          key.structure(),
          write.generation(),
          String.valueOf(t.status().code()),
          t.reason(),
          t.detail(),
          Double.isNaN(t.energy()) ? null : t.energy(),
          t.iterations(),
          t.swapAttempts(),
          t.properties(),
          t.state(),
          group.fence().toString(),
          System.currentTimeMillis());
      Sql.update(
          c,
          "DELETE FROM checkpoint WHERE " + TASK,
          key.campaignId(),
          key.stage(),
          key.structure());
      update(
          "status = ?, reason = ?, detail = ?, iterations = ?, swap_attempts = ?, marker = NULL",
          key,
          String.valueOf(t.status().code()),
          t.reason(),
          t.detail(),
          t.iterations(),
          t.swapAttempts());
      moved(key, from, t.status());
      log(
          c,
          group.shard(),
          key,
          t.status(),
          t.iterations(),
          t.swapAttempts(),
          t.energy(),
          t.reason());
      if (!t.status().isSuccess()) {
        skipAfter(key, "upstream_" + t.status().key());
      }
    }

    private void skipAfter(TaskKey key, String reason) throws SQLException {
      for (int stage = key.stage() + 1; stage < campaign.stages().size(); stage++) {
        TaskKey later = new TaskKey(key.campaignId(), stage, key.structure());
        update("status = 's', reason = ?", later, reason);
        moved(later, TaskStatus.PENDING, TaskStatus.SKIPPED);
        if (inPhase(stage)) {
          log(c, group.shard(), later, TaskStatus.SKIPPED, 0, 0, Double.NaN, reason);
        } else {
          ShardKey other = shardOf(campaign, later);
          Sql.update(
              c,
              "UPDATE shard SET open_tasks = open_tasks - 1 WHERE " + SHARD,
              other.campaignId(),
              other.phase(),
              other.shard());
        }
      }
    }
  }

  private static void log(
      Connection c,
      ShardKey shard,
      TaskKey key,
      TaskStatus status,
      int iterations,
      int swapAttempts,
      double energy,
      String reason)
      throws SQLException {
    Sql.update(
        c,
        "UPDATE shard SET log_seq = log_seq + 1 WHERE " + SHARD,
        shard.campaignId(),
        shard.phase(),
        shard.shard());
    Sql.update(
        c,
        "INSERT INTO log (campaign_id, phase, shard, seq, structure, stage, status, iterations,"
            + " swap_attempts, energy, reason) SELECT ?, ?, ?, log_seq, ?, ?, ?, ?, ?, ?, ? FROM"
            + " shard WHERE "
            + SHARD,
        shard.campaignId(),
        shard.phase(),
        shard.shard(),
        key.structure(),
        key.stage(),
        String.valueOf(status.code()),
        iterations,
        swapAttempts,
        Double.isNaN(energy) ? null : energy,
        reason,
        shard.campaignId(),
        shard.phase(),
        shard.shard());
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
    return database.read(
        c -> {
          CampaignRow campaign = row(c, shard.campaignId());
          long first = (long) shard.shard() * campaign.shardSize();
          ShardLogPage.Builder page = new ShardLogPage.Builder(afterSeq);
          int limit = Math.max(1, maxBytes / ROW_BYTES);
          long[] bytes = {0};
          Sql.each(
              c,
              "SELECT seq, structure, stage, status, iterations, swap_attempts, energy, reason FROM"
                  + " log WHERE "
                  + SHARD
                  + " AND seq > ? ORDER BY seq LIMIT ?",
              r -> {
                bytes[0] += ROW_BYTES + r.getString(8).length();
                if (page.rows() > 0 && bytes[0] > maxBytes) {
                  page.more(true);
                  return;
                }
                double energy = r.getDouble(7);
                boolean hasEnergy = !r.wasNull();
                page.add(
                    r.getLong(1),
                    (int) (r.getLong(2) - first),
                    r.getInt(3),
                    r.getString(4).charAt(0),
                    r.getInt(6),
                    r.getInt(5),
                    hasEnergy ? energy : Double.NaN,
                    r.getString(8));
              },
              shard.campaignId(),
              shard.phase(),
              shard.shard(),
              afterSeq,
              limit + 1);
          return page.build();
        });
  }

  @Override
  public boolean isShardDone(ShardKey shard) {
    return database.read(
        c ->
            Sql.one(
                        c,
                        "SELECT open_tasks FROM shard WHERE " + SHARD,
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
          CampaignRow campaign = row(c, campaignId);
          List<CampaignProgress.StageProgress> stages = new ArrayList<>();
          for (int i = 0; i < campaign.stages().size(); i++) {
            Map<String, Long> counts = new LinkedHashMap<>();
            Sql.each(
                c,
                "SELECT status, n FROM tally WHERE campaign_id = ? AND stage = ? AND n > 0",
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
              campaign.structures(), stages, open, 0, done, campaign.mode());
        });
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
          CampaignRow campaign = row(c, campaignId);
          String stageId = campaign.stages().get(stage);
          Sql.each(
              c,
              "SELECT s.idx, s.id, s.digest, s.source, s.formula, s.n_atoms, t.generation,"
                  + " t.status, t.reason, t.detail, t.iterations, t.swap_attempts, r.energy,"
                  + " r.properties, r.finished_at"
                  + (arrays ? ", s.payload, r.state" : "")
                  + " FROM structure s JOIN task t ON t.campaign_id = s.campaign_id AND t.stage = ?"
                  + " AND t.structure = s.idx LEFT JOIN result r ON r.campaign_id = s.campaign_id"
                  + " AND r.stage = t.stage AND r.structure = s.idx AND r.current = 1"
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
  public long sizeInBytes() {
    return database.sizeInBytes();
  }

  void limitPages(int pages) {
    database.limitPages(pages);
  }

  String pragma(String name) {
    return database.pragma(name);
  }

  @Override
  public void close() {
    database.close();
    lock.ifPresent(WorkspaceLock::close);
  }

  /** Changes of counts, gathered in a transaction and written once. */
  private static final class Tally {
    private final long campaignId;
    private final Map<List<Object>, Long> changes = new LinkedHashMap<>();

    Tally(long campaignId) {
      this.campaignId = campaignId;
    }

    void add(int stage, TaskStatus status, long n) {
      changes.merge(List.of(stage, status), n, Long::sum);
    }

    void store(Connection c) throws SQLException {
      for (Map.Entry<List<Object>, Long> entry : changes.entrySet()) {
        TaskStatus status = (TaskStatus) entry.getKey().get(1);
        Sql.update(
            c,
            "INSERT INTO tally (campaign_id, stage, status, n) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (campaign_id, stage, status) DO UPDATE SET n = n + excluded.n",
            campaignId,
            entry.getKey().get(0),
            String.valueOf(status.code()),
            entry.getValue());
      }
    }
  }
}
