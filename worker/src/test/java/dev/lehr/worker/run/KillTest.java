package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.TrajectorySegment;
import dev.lehr.activities.trajectory.TrajectoryExport;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs a campaign is killed with SIGKILL, again and again. */
class KillTest {

  private static final int KILLS = 20;
  private static final int INTERVAL = 40;
  private static final int REST_MICROS = 10_000;
  private static final long SEED = 7;
  private static final String CAMPAIGN =
      """
      name: killed
      structures:
        - prototypes: [A1, A2, A3, A15]
          elements: [Cu, Ag, Ni, Al, Mg, W]
          volumes: [0.9, 1.1]
          rattle: 0.1
          supercell: [2, 2, 2]
      model: eam-zhou2004
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.0001, max_iterations: 3000, trajectory: every 30}
        - {id: static, kind: static}
      batching: {max_memory_scaler: 600}
      checkpoint: {every_steps: %d}
      advanced: {shard_size: 20, lanes: 3}
      """
          .formatted(INTERVAL);

  @TempDir Path directory;

  private Path campaign() throws IOException {
    return Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
  }

  private Process start(Path workspace, Path record, int restMicros) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KillTestChild.class.getName(),
            campaign().toString(),
            workspace.toString(),
            record.toString(),
            Integer.toString(restMicros))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("child.log").toFile()))
        .start();
  }

  private int finish(Process child) throws InterruptedException, IOException {
    assertThat(child.waitFor(180, TimeUnit.SECONDS)).as(log()).isTrue();
    return child.exitValue();
  }

  private String log() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("child.log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  private static CampaignRow row(Ledger ledger) {
    return ledger.findCampaign("killed").orElseThrow();
  }

  /** Index of each task that the ledger says is done, with the number of its steps. */
  private static Map<Integer, Integer> done(Path workspace) {
    Map<Integer, Integer> done = new HashMap<>();
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      if (ledger.findCampaign("killed").isEmpty()) {
        return done;
      }
      long id = row(ledger).id();
      for (int stage = 0; stage < 2; stage++) {
        int s = stage;
        ledger.forEachResult(
            id,
            stage,
            Set.of(TaskStatus.CONVERGED, TaskStatus.MAX_ITERATIONS, TaskStatus.FAILED),
            false,
            r -> done.put(index(s, r.structure()), r.iterations()));
      }
    }
    return done;
  }

  private static int index(int stage, long structure) {
    return KillTestChild.Steps.index(new dev.lehr.activities.ledger.TaskKey(1, stage, structure));
  }

  private static long[] reached(Path record) throws IOException {
    Path file = record.resolve("reached");
    if (!Files.exists(file)) {
      return new long[2 * 4096];
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

  @Test
  @Tag("slow")
  void nothingIsLostOrDoneTwiceAndTheBitsAreThoseOfAnUndisturbedRun() throws Exception {
    Path calm = directory.resolve("calm");
    assertThat(finish(start(calm, directory.resolve("calm-record"), 0))).as(log()).isZero();

    Path workspace = directory.resolve("killed");
    Path record = directory.resolve("record");
    Random random = new Random(SEED);
    int kills = 0;
    int worst = 0;
    int killsInFlight = 0;
    while (kills < KILLS) {
      Map<Integer, Integer> doneBefore =
          Files.exists(workspace.resolve("ledger.db")) ? done(workspace) : Map.of();
      long[] reachedBefore = reached(record);
      int startsBefore = starts(record).size();
      Process child = start(workspace, record, REST_MICROS);
      if (random.nextInt(5) > 0) {
        awaitStarts(child, record, startsBefore);
        Thread.sleep(random.nextInt(600));
      } else {
        Thread.sleep(random.nextInt(3000));
      }
      boolean ended = !child.isAlive();
      assertThat(ended).as("the campaign must outlast the kills\n%s", log()).isFalse();
      child.destroyForcibly().waitFor();
      kills++;
      List<String> started = starts(record).subList(startsBefore, starts(record).size());
      worst = Math.max(worst, checkStarts(started, doneBefore, reachedBefore));
      killsInFlight += started.isEmpty() ? 0 : 1;
    }
    Map<Integer, Integer> doneBefore = done(workspace);
    long[] reachedBefore = reached(record);
    int startsBefore = starts(record).size();
    assertThat(finish(start(workspace, record, 0))).as(log()).isZero();
    List<String> started = starts(record).subList(startsBefore, starts(record).size());
    worst = Math.max(worst, checkStarts(started, doneBefore, reachedBefore));

    System.out.printf(
        "%d kills, %d of them with systems in flight; at most %d steps of a structure recomputed"
            + " (interval %d)%n",
        kills, killsInFlight, worst, INTERVAL);
    assertThat(killsInFlight).isGreaterThan(KILLS / 2);
    assertThat(worst).isPositive();
    assertSameResults(calm, workspace);
    assertThat(trajectory(workspace).equals(trajectory(calm))).as("trajectories").isTrue();
  }

  /** All frames; each must be counted once. */
  private static String trajectory(Path workspace) throws IOException {
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      StringBuilder text = new StringBuilder();
      long frames =
          new TrajectoryExport(workspace, ledger)
              .write(row(ledger), List.of(0), OptionalLong.empty(), text);
      long counted =
          ledger.trajectorySegments(row(ledger).id(), 0).stream()
              .mapToLong(TrajectorySegment::frames)
              .sum();
      assertThat(frames).isEqualTo(counted).isGreaterThan(2 * 48);
      return text.toString();
    }
  }

  /**
   * Most kills hit systems in flight; how long a process takes to get there is the machine's
   * affair.
   */
  private void awaitStarts(Process child, Path record, int startsBefore) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (child.isAlive() && System.nanoTime() < end && starts(record).size() == startsBefore) {
      Thread.sleep(5);
    }
  }

  /** What a new process takes up: nothing that was done, and nothing too far back. */
  private static int checkStarts(
      List<String> starts, Map<Integer, Integer> done, long[] reachedBefore) {
    int worst = 0;
    Set<Integer> seen = new HashSet<>();
    for (String line : starts) {
      StringTokenizer words = new StringTokenizer(line);
      int task = index(Integer.parseInt(words.nextToken()), Long.parseLong(words.nextToken()));
      assertThat(done).as("done before the kill, computed again after it").doesNotContainKey(task);
      if (seen.add(task)) {
        int lost = (int) (reachedBefore[task] - Long.parseLong(words.nextToken()));
        assertThat(lost).as("steps of %s computed again", line).isLessThanOrEqualTo(INTERVAL);
        worst = Math.max(worst, lost);
      }
    }
    return worst;
  }

  private static void assertSameResults(Path calm, Path killed) {
    try (Ledger a = SqlLedger.openReadOnly(calm);
        Ledger b = SqlLedger.openReadOnly(killed)) {
      for (int stage = 0; stage < 2; stage++) {
        List<ResultRow> expected = new ArrayList<>();
        List<ResultRow> actual = new ArrayList<>();
        a.forEachResult(row(a).id(), stage, Set.of(), true, expected::add);
        b.forEachResult(row(b).id(), stage, Set.of(), true, actual::add);
        assertThat(actual).hasSize(48).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          assertSame(expected.get(i), actual.get(i));
        }
      }
    }
  }

  private static void assertSame(ResultRow expected, ResultRow actual) {
    assertThat(actual.id()).isEqualTo(expected.id());
    assertThat(actual.status()).isEqualTo(expected.status()).isNotEqualTo(TaskStatus.PENDING);
    assertThat(Double.doubleToRawLongBits(actual.energy()))
        .as(actual.id())
        .isEqualTo(Double.doubleToRawLongBits(expected.energy()));
    assertThat(actual.iterations()).isEqualTo(expected.iterations());
    assertThat(actual.swapAttempts()).isEqualTo(expected.swapAttempts());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.state().orElseThrow()).isEqualTo(expected.state().orElseThrow());
    assertThat(actual.generation()).isZero();
  }

  @Test
  void whatWasPausedIsStillPausedAfterAKill() throws Exception {
    Path workspace = directory.resolve("paused");
    Path record = directory.resolve("record");
    Process child = start(workspace, record, REST_MICROS);
    awaitStarts(child, record, 0);
    Thread.sleep(300);
    child.destroyForcibly().waitFor();
    try (Ledger ledger = SqlLedger.open(workspace)) {
      ledger.recordIntent(new Intent(row(ledger).id(), "pause", Intent.Kind.PAUSE));
    }
    int startsBefore = starts(record).size();
    assertThat(finish(start(workspace, record, 0))).as(log()).isEqualTo(5);
    assertThat(starts(record)).hasSize(startsBefore);
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      assertThat(row(ledger).mode()).isEqualTo(CampaignMode.PAUSED);
    }
  }
}
