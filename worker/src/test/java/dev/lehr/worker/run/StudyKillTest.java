package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs a study of every kind of stage is killed with SIGKILL in each of them. */
class StudyKillTest {

  private static final int INTERVAL = 10;
  private static final int REST_MICROS = 4_000;
  private static final long SEED = 11;

  /** Where it is killed; what comes first ends first. */
  private static final List<String> KILLED_IN =
      List.of(
          "relax", "heat", "unique", "hull", "eos", "elastic", "phonons", "best", "shaken",
          "again");

  private static final String CAMPAIGN =
      """
      name: study
      seed: 5
      structures:
        - {prototypes: [A1, A2], elements: [Cu, Al, W], volumes: [0.97, 1.02]}
      model: {name: eam-zhou2004, elements: [Cu, Al, W]}
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.0001}
        - {id: heat, kind: md, ensemble: nvt-langevin, temperature: 300, timestep: 2, steps: 60, after: relax}
        - {id: sane, kind: filter, after: relax, where: "volume_per_atom < 100"}
        - {id: unique, kind: deduplicate}
        - {id: hull, kind: hull}
        - {id: near, kind: filter, where: "e_above_hull < 0.2"}
        - {id: eos, kind: eos, after: near}
        - {id: elastic, kind: elastic, after: near}
        - {id: phonons, kind: phonons, after: near, supercell: [2, 2, 2], q_mesh: [4, 4, 4]}
        - {id: larger, kind: supercell, after: near, repeat: [2, 2, 1]}
        - {id: shaken, kind: rattle, copies: 3}
        - {id: again, kind: relax, fmax: 0.001}
        - {id: best, kind: rank, after: [eos, elastic], by: "elastic.bulk_modulus", order: descending, keep: 2}
      batching: {max_memory_scaler: 100}
      checkpoint: {every_steps: %d}
      advanced: {shard_size: 8, lanes: 2}
      """
          .formatted(INTERVAL);

  @TempDir Path directory;

  private Process start(Path workspace, Path record, int restMicros) throws IOException {
    Path campaign = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StudyChild.class.getName(),
            campaign.toString(),
            workspace.toString(),
            record.toString(),
            Integer.toString(restMicros))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("child.log").toFile()))
        .start();
  }

  private String log() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("child.log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  private void finish(Process child) throws InterruptedException, IOException {
    assertThat(child.waitFor(180, TimeUnit.SECONDS)).as(log()).isTrue();
    assertThat(child.exitValue()).as(log()).isZero();
  }

  @Test
  @Tag("slow")
  void nothingIsEvaluatedTwiceAndTheBitsAreThoseOfAnUndisturbedRun() throws Exception {
    Path calm = directory.resolve("calm");
    finish(start(calm, directory.resolve("calm-record"), 0));

    Path workspace = directory.resolve("killed");
    Path record = directory.resolve("record");
    Random random = new Random(SEED);
    Set<String> hit = new LinkedHashSet<>();
    int worst = 0;
    for (String stage : KILLED_IN) {
      Set<Integer> done = done(workspace);
      long[] reached = reached(record);
      int startsBefore = starts(record).size();
      Process child = start(workspace, record, REST_MICROS);
      if (awaitStage(child, workspace, stage)) {
        hit.add(stage);
      }
      Thread.sleep(stage.equals("eos") ? 0 : random.nextInt(60));
      assertThat(child.isAlive()).as("it must outlast the kills\n%s", log()).isTrue();
      child.destroyForcibly().waitFor();
      hit.addAll(open(workspace));
      worst = Math.max(worst, checkStarts(record, startsBefore, done, reached));
    }
    Set<Integer> done = done(workspace);
    long[] reached = reached(record);
    int startsBefore = starts(record).size();
    finish(start(workspace, record, 0));
    worst = Math.max(worst, checkStarts(record, startsBefore, done, reached));

    System.out.printf(
        "%d kills, in %s; %d systems taken up instead of %d; at most %d steps of one"
            + " recomputed (interval %d)%n",
        KILLED_IN.size(),
        hit,
        starts(record).size(),
        starts(directory.resolve("calm-record")).size(),
        worst,
        INTERVAL);
    assertThat(hit).contains("relax", "heat", "eos", "elastic", "phonons", "again");
    assertSameResults(calm, workspace);
  }

  /** Waits until tasks of a stage run, or all that it waits for is done. */
  private static boolean awaitStage(Process child, Path workspace, String stage) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (child.isAlive()
        && System.nanoTime() < end
        && !isIn(workspace, stage)
        && !isPast(workspace, stage)) {
      Thread.sleep(3);
    }
    return isIn(workspace, stage);
  }

  private static boolean isIn(Path workspace, String stage) {
    Map<String, Map<String, Integer>> counts = counts(workspace);
    Map<String, Integer> own = counts.getOrDefault(stage, Map.of());
    return switch (stage) {
      case "unique" -> !counts.isEmpty() && isOver(counts, "sane");
      case "hull" -> own.containsKey("p") && isOver(counts, "unique");
      case "shaken" -> own.containsKey("p");
      case "eos" -> own.containsKey("r") || (own.containsKey("p") && isOver(counts, "near"));
      case "best" -> own.containsKey("p") && isOver(counts, "eos") && isOver(counts, "elastic");
      default -> own.containsKey("r");
    };
  }

  /** Too late for this stage: then it is killed in another one. */
  private static boolean isPast(Path workspace, String stage) {
    Map<String, Map<String, Integer>> counts = counts(workspace);
    return counts.containsKey(stage) && isOver(counts, stage);
  }

  private static boolean isOver(Map<String, Map<String, Integer>> counts, String stage) {
    Map<String, Integer> own = counts.getOrDefault(stage, Map.of());
    return !own.containsKey("p") && !own.containsKey("r");
  }

  /** Stages that have begun and are not over. */
  private static Set<String> open(Path workspace) {
    Set<String> open = new LinkedHashSet<>();
    counts(workspace)
        .forEach(
            (stage, own) -> {
              if (own.containsKey("r")) {
                open.add(stage);
              }
            });
    return open;
  }

  private interface Rows {
    void read(ResultSet row) throws SQLException;
  }

  /** What is in a ledger that another process writes; nothing, where there is none yet. */
  private static void each(Path workspace, String sql, Rows rows) {
    if (!Files.exists(workspace.resolve("ledger.db"))) {
      return;
    }
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:sqlite:file:" + workspace.resolve("ledger.db") + "?mode=ro");
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        rows.read(r);
      }
    } catch (SQLException e) {
      // No tables yet, or the other process is just making them.
      assertThat(e.getMessage()).containsAnyOf("no such table", "no such column", "locked", "busy");
    }
  }

  /** Number of tasks by stage and status. */
  private static Map<String, Map<String, Integer>> counts(Path workspace) {
    List<String> ids = new ArrayList<>();
    each(
        workspace,
        "SELECT stages FROM campaign",
        r -> ids.addAll(List.of(r.getString(1).split(",", -1))));
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    each(
        workspace,
        "SELECT stage, status, n FROM tally WHERE n > 0",
        r -> {
          if (r.getInt(1) < ids.size()) {
            counts
                .computeIfAbsent(ids.get(r.getInt(1)), s -> new TreeMap<>())
                .put(r.getString(2), r.getInt(3));
          }
        });
    return counts;
  }

  /** What has ended and is in the ledger: tasks, and evaluations of those that have not. */
  private static Set<Integer> done(Path workspace) {
    Set<Integer> done = new HashSet<>();
    each(
        workspace,
        "SELECT stage, structure FROM task WHERE status IN ('c', 'm', 'f', 'd')",
        r -> {
          for (int job = 0; job < 128; job++) {
            done.add(StudyChild.Recorded.index(r.getInt(1), r.getLong(2), job));
          }
        });
    each(
        workspace,
        "SELECT stage, structure, job FROM job WHERE status IN ('c', 'm', 'f')",
        r -> done.add(StudyChild.Recorded.index(r.getInt(1), r.getLong(2), r.getInt(3))));
    return done;
  }

  private static long[] reached(Path record) throws IOException {
    Path file = record.resolve("reached");
    if (!Files.exists(file)) {
      return new long[16 * 128 * 128];
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long[] reached = new long[bytes.capacity() / Long.BYTES];
    bytes.asLongBuffer().get(reached);
    return reached;
  }

  private static List<String> starts(Path record) throws IOException {
    Path file = record.resolve("starts");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** What a process takes up: nothing that was done, nothing twice, and nothing too far back. */
  private static int checkStarts(Path record, int from, Set<Integer> done, long[] reached)
      throws IOException {
    int worst = 0;
    Set<Integer> seen = new HashSet<>();
    List<String> all = starts(record);
    for (String line : all.subList(from, all.size())) {
      StringTokenizer words = new StringTokenizer(line);
      int place =
          StudyChild.Recorded.index(
              Integer.parseInt(words.nextToken()),
              Long.parseLong(words.nextToken()),
              Integer.parseInt(words.nextToken()));
      assertThat(done).as("done before the kill, evaluated again: %s", line).doesNotContain(place);
      assertThat(seen.add(place)).as("taken up twice by one process: %s", line).isTrue();
      int lost = (int) (reached[place] - Long.parseLong(words.nextToken()));
      assertThat(lost).as("steps computed again of %s", line).isLessThanOrEqualTo(INTERVAL);
      worst = Math.max(worst, lost);
    }
    return worst;
  }

  private static List<ResultRow> rows(Ledger ledger, CampaignRow campaign, int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(campaign.id(), stage, Set.of(), true, rows::add);
    return rows;
  }

  private static void assertSameResults(Path calm, Path killed) {
    try (Ledger a = SqlLedger.openReadOnly(calm);
        Ledger b = SqlLedger.openReadOnly(killed)) {
      CampaignRow expected = a.findCampaign("study").orElseThrow();
      CampaignRow actual = b.findCampaign("study").orElseThrow();
      for (int stage = 0; stage < expected.stages().size(); stage++) {
        List<ResultRow> one = rows(a, expected, stage);
        List<ResultRow> other = rows(b, actual, stage);
        assertThat(other).hasSameSizeAs(one).isNotEmpty();
        assertThat(one).as(expected.stages().get(stage)).anyMatch(r -> r.status().isSuccess());
        for (int i = 0; i < one.size(); i++) {
          assertSame(one.get(i), other.get(i));
        }
      }
    }
  }

  private static void assertSame(ResultRow expected, ResultRow actual) {
    String who = expected.stage() + " of " + expected.id();
    assertThat(actual.id()).isEqualTo(expected.id());
    assertThat(actual.status())
        .as(who)
        .isEqualTo(expected.status())
        .isNotIn(TaskStatus.PENDING, TaskStatus.RUNNING);
    assertThat(actual.reason()).as(who).isEqualTo(expected.reason());
    assertThat(Double.doubleToRawLongBits(actual.energy()))
        .as(who)
        .isEqualTo(Double.doubleToRawLongBits(expected.energy()));
    assertThat(actual.iterations()).as(who).isEqualTo(expected.iterations());
    assertThat(actual.properties()).as(who).isEqualTo(expected.properties());
    assertThat(actual.generation()).as(who).isZero();
    assertThat(actual.input().orElseThrow()).as(who).isEqualTo(expected.input().orElseThrow());
    assertThat(actual.state().orElse(new byte[0]))
        .as(who)
        .isEqualTo(expected.state().orElse(new byte[0]));
  }
}
