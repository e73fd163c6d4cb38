package dev.lehr.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShardStateTest {

  private static final int STRUCTURES = 20;

  /** A log row as the ledger would write it. */
  private record Row(int structure, int stage, TaskStatus status, double energy, String reason) {}

  @Test
  void structuresThatWereAddedSinceTheClaimAreTakenIn() {
    ShardState state = new ShardState(100, 2);
    state.apply(page(List.of(new Row(3, 1, TaskStatus.CONVERGED, -2.5, "")), 0, 1));
    assertThat(state.structure(103).energy()).isEqualTo(-2.5);
    assertThat(state.counts()).containsEntry("pending", 3).containsEntry("converged", 1);
  }

  @Property(tries = 200)
  void theSamePageTwiceChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 80) int rows) {
    List<Row> log = log(seed, rows);
    ShardState once = new ShardState(100, STRUCTURES);
    once.apply(page(log, 0, rows));
    ShardState twice = new ShardState(100, STRUCTURES);
    twice.apply(page(log, 0, rows));
    twice.apply(page(log, 0, rows));
    assertThat(snapshot(twice)).isEqualTo(snapshot(once));
    assertThat(twice.seen()).isEqualTo(rows);
  }

  @Property(tries = 300)
  void readingAgainFromAnyEarlierPositionChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(max = 80) int rows,
      @ForAll @IntRange(min = 1, max = 12) int reads) {
    List<Row> log = log(seed, rows);
    ShardState whole = new ShardState(100, STRUCTURES);
    whole.apply(page(log, 0, rows));
    ShardState pieces = new ShardState(100, STRUCTURES);
    Random random = new Random(seed + 1);
    for (int read = 0; read < reads; read++) {
      int from = random.nextInt((int) pieces.seen() + 1);
      pieces.apply(page(log, from, from + random.nextInt(rows - from + 1)));
    }
    pieces.apply(page(log, random.nextInt((int) pieces.seen() + 1), rows));
    assertThat(snapshot(pieces)).isEqualTo(snapshot(whole));
  }

  @Property(tries = 100)
  void aGapIsRefusedAndChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 40) int seen) {
    List<Row> log = log(seed, seen + 10);
    ShardState state = new ShardState(100, STRUCTURES);
    state.apply(page(log, 0, seen));
    List<StructureState> before = snapshot(state);
    assertThatThrownBy(() -> state.apply(page(log, seen + 1, seen + 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after row " + (seen + 1))
        .hasMessageContaining("only " + seen);
    assertThat(snapshot(state)).isEqualTo(before);
  }

  @Test
  void whatIsSkippedBehindAFailureKeepsTheFailure() {
    ShardState state = new ShardState(0, 2);
    state.apply(
        page(
            List.of(
                new Row(1, 0, TaskStatus.FAILED, Double.NaN, "exploded"),
                new Row(1, 1, TaskStatus.SKIPPED, Double.NaN, "the stage before it failed"),
                new Row(1, 2, TaskStatus.SKIPPED, Double.NaN, "the stage before it failed")),
            0,
            3));
    StructureState failed = state.structure(1);
    assertThat(failed.status()).isEqualTo("failed");
    assertThat(failed.stage()).isZero();
    assertThat(failed.reason()).isEqualTo("exploded");
    assertThat(failed.energy()).isNull();
    assertThat(state.counts()).containsEntry("failed", 1).containsEntry("pending", 1);
  }

  @Test
  void aRetriedStructureForgetsItsReason() {
    ShardState state = new ShardState(0, 1);
    state.apply(page(List.of(new Row(0, 0, TaskStatus.FAILED, Double.NaN, "exploded")), 0, 1));
    List<Row> log =
        List.of(
            new Row(0, 0, TaskStatus.FAILED, Double.NaN, "exploded"),
            new Row(0, 0, TaskStatus.CONVERGED, -3.25, ""));
    state.apply(page(log, 1, 2));
    assertThat(state.structure(0))
        .isEqualTo(new StructureState(0, 0, "converged", 1, 7, -3.25, ""));
  }

  @Test
  void aStructureOfAnotherShardIsRefusedByName() {
    ShardState state = new ShardState(1000, 10);
    assertThatThrownBy(() -> state.structure(1010))
        .hasMessage("structure 1010 is not in the open shard, which holds 1000 to 1009");
    assertThatThrownBy(() -> state.structure(999)).hasMessageContaining("999");
  }

  @Test
  void aPageOfAThousandRowsIsBelowAHundredKilobytes() {
    ShardLogPage.Builder page = new ShardLogPage.Builder(1_000_000);
    Random random = new Random(7);
    for (int row = 0; row < 1000; row++) {
      boolean failed = row % 20 == 0;
      page.add(
          1_000_001 + row,
          row,
          2,
          failed ? 'f' : 'c',
          3,
          4321,
          failed ? Double.NaN : -1000 * random.nextDouble(),
          failed ? "forces were not finite at step 4321" : "");
    }
    int bytes = size(page.build());
    System.out.println("a log page of 1,000 rows: " + bytes + " bytes");
    assertThat(bytes).isBetween(10_000, 100_000);
  }

  @Test
  void theAnswersOfAShardOfAThousandAreBelowAHundredKilobytes() {
    ShardState state = new ShardState(0, 1000);
    List<Row> log = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      log.add(new Row(i, 0, TaskStatus.CONVERGED, -1.0 / (i + 3), ""));
    }
    state.apply(page(log, 0, 1000));
    List<StructureState> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(state.structure(i));
    }
    int bytes = size(new ShardSummary(0, 0, 1000, 12, state.counts()));
    int largest = all.stream().mapToInt(ShardStateTest::size).max().orElseThrow();
    int together = all.stream().mapToInt(ShardStateTest::size).sum();
    System.out.println(
        "summary of 1,000 structures: "
            + bytes
            + " bytes, one structure at most "
            + largest
            + ", the sum of all "
            + together);
    assertThat(bytes).isLessThan(1_000);
    assertThat(largest).isLessThan(1_000);
  }

  private static int size(Object value) {
    return DefaultDataConverter.STANDARD_INSTANCE
        .toPayload(value)
        .orElseThrow()
        .getSerializedSize();
  }

  private static List<Row> log(long seed, int rows) {
    Random random = new Random(seed);
    List<TaskStatus> statuses = List.of(TaskStatus.values());
    List<Row> log = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      TaskStatus status = statuses.get(random.nextInt(statuses.size()));
      log.add(
          new Row(
              random.nextInt(STRUCTURES),
              random.nextInt(4),
              status,
              status.isSuccess() ? -10 * random.nextDouble() : Double.NaN,
              status == TaskStatus.FAILED ? "reason " + row : ""));
    }
    return log;
  }

  /** Rows {@code from} (exclusive, counted from 1) to {@code to}. */
  private static ShardLogPage page(List<Row> log, int from, int to) {
    ShardLogPage.Builder page = new ShardLogPage.Builder(from).more(to < log.size());
    for (int i = from; i < to; i++) {
      Row row = log.get(i);
      page.add(
          i + 1,
          row.structure(),
          row.stage(),
          row.status().code(),
          1,
          7,
          row.energy(),
          row.reason());
    }
    return page.build();
  }

  private static List<StructureState> snapshot(ShardState state) {
    List<StructureState> all = new ArrayList<>();
    for (int i = 0; i < STRUCTURES; i++) {
      all.add(state.structure(100 + i));
    }
    return all;
  }
}
