package dev.lehr.activities.simulator;

import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StaleFenceException;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.simulator.Ending;
import dev.lehr.simulation.simulator.SimulatedLedger;
import dev.lehr.simulation.state.SimState;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The real ledger as a simulated cluster sees it. */
final class RealLedger implements SimulatedLedger {

  private static final int PAGE = 1 << 16;

  private final Path directory;
  private final Ledger ledger;
  private final long campaign;

  RealLedger(Path directory, int structures, int shardSize) {
    this.directory = directory;
    ledger = SqlLedger.open(directory);
    NewCampaign definition =
        new NewCampaign(
            "simulated", "{}", "d", "m", List.of("only"), StageGraph.chain(1), shardSize, 4, false);
    campaign =
        ledger
            .createCampaign(
                definition, IntStream.range(0, structures).mapToObj(RealLedger::row).iterator())
            .id();
  }

  private static StructureRow row(int i) {
    return new StructureRow(
        "s" + i, "digest" + i, "simulated#" + i, 1, "H", new byte[0], Optional.empty());
  }

  private ShardKey key(int shard) {
    return new ShardKey(campaign, 0, shard);
  }

  private TaskKey task(int structure) {
    return new TaskKey(campaign, 0, structure);
  }

  private static Fence real(dev.lehr.simulation.simulator.Fence fence) {
    return new Fence(fence.epoch(), fence.slice(), fence.attempt());
  }

  @Override
  public Optional<Claim> claim(String campaignRun, int lane, String run) {
    ShardClaim c = ledger.claimShard(new ClaimRequest(campaign, 0, campaignRun, lane, run));
    return c.found()
        ? Optional.of(new Claim(c.shard(), (int) c.first(), c.count(), c.epoch()))
        : Optional.empty();
  }

  @Override
  public Optional<List<OpenTask>> openSlice(
      int shard,
      dev.lehr.simulation.simulator.Fence fence,
      String incarnation,
      Set<Integer> residents) {
    Set<TaskKey> held = residents.stream().map(this::task).collect(Collectors.toSet());
    try {
      return Optional.of(
          ledger.openSlice(key(shard), real(fence), incarnation, held).stream()
              .map(RealLedger::open)
              .toList());
    } catch (StaleFenceException e) {
      return Optional.empty();
    }
  }

  private static OpenTask open(PendingTask t) {
    return new OpenTask(
        (int) t.key().structure(),
        t.generation(),
        t.checkpoint().map(RealLedger::stored),
        t.uncleanDeaths(),
        t.evidence());
  }

  private static Stored stored(Checkpoint c) {
    Optional<SimState> system;
    try {
      system = Optional.of(StateCodec.decode(c.state()));
    } catch (DamagedBytesException e) {
      system = Optional.empty();
    }
    return new Stored(system, c.iterations(), c.swapAttempts());
  }

  @Override
  public Optional<String> holder(int shard) {
    return ledger.holder(key(shard));
  }

  @Override
  public void letGo(int shard, String incarnation) {
    ledger.letGo(key(shard), incarnation);
  }

  @Override
  public Set<Integer> commit(List<Group> groups) {
    List<FencedWrites> writes =
        groups.stream()
            .map(
                g ->
                    new FencedWrites(
                        key(g.shard()),
                        real(g.fence()),
                        g.writes().stream().map(this::real).toList()))
            .toList();
    return ledger.commit(writes).refused().stream()
        .map(ShardKey::shard)
        .collect(Collectors.toSet());
  }

  private LedgerWrite real(Write write) {
    TaskKey key = task(write.structure());
    int generation = write.generation();
    if (write instanceof Write.Admitted a) {
      return new LedgerWrite.Admitted(
          key, generation, a.incarnation(), LedgerWrite.Company.valueOf(a.company().name()));
    }
    if (write instanceof Write.Progressed p) {
      return new LedgerWrite.Progressed(
          key,
          generation,
          new Checkpoint(StateCodec.encode(p.system()), p.iterations(), p.swapAttempts()));
    }
    if (write instanceof Write.Cleared c) {
      return new LedgerWrite.Cleared(key, generation, c.incarnation());
    }
    return write instanceof Write.Finished f
        ? new LedgerWrite.Finished(key, generation, result(f.ending()))
        : new LedgerWrite.Released(key, generation);
  }

  private static TaskResult result(Ending ending) {
    return new TaskResult(
        TaskStatus.valueOf(ending.status().name()),
        ending.reason(),
        "",
        Double.NaN,
        ending.iterations(),
        ending.swapAttempts(),
        "{}",
        ending.system().map(StateCodec::encode).orElse(new byte[0]));
  }

  @Override
  public boolean isDone(int shard) {
    return ledger.isShardDone(key(shard));
  }

  @Override
  public List<LogRow> log(int shard, long after) {
    List<LogRow> rows = new ArrayList<>();
    ShardLogPage page = ledger.readLog(key(shard), after, PAGE);
    int first = (int) (shard * (long) shardSize());
    for (int i = 0; i < page.rows(); i++) {
      TaskStatus status = TaskStatus.ofCode(page.status().charAt(i));
      Standing standing =
          status.isTerminal()
              ? Standing.ENDED
              : status == TaskStatus.RUNNING ? Standing.RUNNING : Standing.PENDING;
      rows.add(new LogRow(page.fromSeq() + i + 1, first + page.structure().get(i), standing));
    }
    return rows;
  }

  private int shardSize() {
    return ledger.campaign(campaign).orElseThrow().shardSize();
  }

  @Override
  public Optional<Ending> ending(int structure) {
    List<Ending> found = new ArrayList<>();
    ledger.forEachResult(
        campaign,
        0,
        Set.of(),
        true,
        row -> {
          if (row.structure() == structure && row.status().isTerminal()) {
            found.add(ending(row));
          }
        });
    return found.stream().findFirst();
  }

  private static Ending ending(ResultRow row) {
    return new Ending(
        Ending.Status.valueOf(row.status().name()),
        row.reason(),
        row.iterations(),
        row.swapAttempts(),
        row.state().map(RealLedger::decode));
  }

  private static SimState decode(byte[] bytes) {
    try {
      return StateCodec.decode(bytes);
    } catch (DamagedBytesException e) {
      throw new AssertionError("a result is damaged", e);
    }
  }

  /** Cuts the bytes, past the ledger, as a torn page would. */
  @Override
  public void tear(int structure) {
    try (Connection c =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
        PreparedStatement cut =
            c.prepareStatement(
                "UPDATE checkpoint SET state = substr(state, 1, length(state) - 3)"
                    + " WHERE campaign_id = ? AND stage = 0 AND structure = ?")) {
      cut.setLong(1, campaign);
      cut.setInt(2, structure);
      cut.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
