package dev.lehr.activities.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTroubleTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve(SqliteDatabase.FILE);
  }

  private static LedgerException trouble(Runnable action) {
    LedgerException e = catchThrowableOfType(LedgerException.class, action::run);
    assertThat(e).as("a LedgerException").isNotNull();
    assertThat(e.getMessage()).contains(SqliteDatabase.FILE);
    return e;
  }

  private void execute(String... statements) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        s.execute(sql);
      }
    }
  }

  private static List<ResultRow> results(Ledger ledger, CampaignRow c) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(c.id(), 0, Set.of(), false, rows::add);
    return rows;
  }

  private static LedgerWrite.Finished large(PendingTask t) {
    return new LedgerWrite.Finished(
        t.key(), t.generation(), Sample.result(TaskStatus.CONVERGED, -2, 4_000_000));
  }

  @Test
  void aFullDiskFailsTheCommitAloneAndIsOverOnceThereIsRoom() {
    SqliteDatabase database = SqliteDatabase.open(directory);
    try (SqlLedger ledger = SqlLedger.over(database, Optional.empty())) {
      CampaignRow c = Sample.create(ledger, 3, 1, 100);
      ShardKey shard = new ShardKey(c.id(), 0, 0);
      Fence fence = new Fence(1, 1, 1);
      List<PendingTask> tasks = ledger.openSlice(shard, fence, "p", Set.of());
      ledger.commit(
          List.of(
              new FencedWrites(
                  shard, fence, List.of(Sample.finished(tasks.get(0), TaskStatus.CONVERGED, -1)))));
      database.limitPages(60);
      FencedWrites tooMuch =
          new FencedWrites(
              shard,
              fence,
              List.of(
                  Sample.finished(tasks.get(1), TaskStatus.CONVERGED, -3), large(tasks.get(2))));
      LedgerException e = trouble(() -> ledger.commit(List.of(tooMuch)));
      assertThat(e).hasMessageContaining("disk is full");
      assertThat(e.isRetryable()).isTrue();
      assertThat(results(ledger, c))
          .extracting(ResultRow::status)
          .containsExactly(TaskStatus.CONVERGED, TaskStatus.PENDING, TaskStatus.PENDING);
      database.limitPages(1_000_000);
      assertThat(ledger.commit(List.of(tooMuch)).refused()).isEmpty();
      assertThat(results(ledger, c)).extracting(ResultRow::energy).containsExactly(-1., -3., -2.);
      assertThat(ledger.isShardDone(shard)).isTrue();
    }
  }

  @Test
  void aFullDiskTakesNothingOfANewCampaignIn() {
    SqliteDatabase database = SqliteDatabase.open(directory);
    try (SqlLedger ledger = SqlLedger.over(database, Optional.empty())) {
      database.limitPages(100);
      trouble(
          () ->
              ledger.createCampaign(
                  Sample.campaign("big", 1, 100),
                  IntStream.range(0, 2000).mapToObj(i -> Sample.structure(i, 4000)).iterator()));
      assertThat(ledger.campaigns()).isEmpty();
      database.limitPages(1_000_000);
      Sample.create(ledger, 1, 1, 1);
      assertThat(ledger.campaigns()).hasSize(1);
    }
  }

  @Test
  void aFileLockedByAnotherProgramIsSaidToBeAndWorksAfterwards() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(directory)) {
      ShardKey shard = new ShardKey(Sample.create(ledger, 1, 1, 1).id(), 0, 0);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement s = other.createStatement()) {
        s.execute("BEGIN EXCLUSIVE");
        LedgerException e =
            trouble(() -> ledger.openSlice(shard, new Fence(1, 1, 1), "p", Set.of()));
        assertThat(e).hasMessageContaining("locked by another program");
        assertThat(e.isRetryable()).isTrue();
        s.execute("ROLLBACK");
      }
      assertThat(ledger.openSlice(shard, new Fence(1, 1, 1), "p", Set.of())).hasSize(1);
    }
  }

  @Test
  void aFileOfAnotherKindIsNotTouched() throws Exception {
    byte[] text = "this is a shopping list, not a database. ".repeat(200).getBytes(UTF_8);
    Files.write(file(), text);
    for (LedgerException e :
        List.of(
            trouble(() -> SqlLedger.open(directory).close()),
            trouble(() -> SqlLedger.openReadOnly(directory).close()))) {
      assertThat(e).hasMessageContaining("not a ledger");
      assertThat(e.isRetryable()).isFalse();
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(text);
  }

  @Test
  void aTruncatedFileIsSaidToBeDamaged() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(directory)) {
      Sample.create(ledger, 2000, 1, 100);
    }
    truncate(Files.size(file()) / 2);
    LedgerException e =
        trouble(
            () -> {
              try (SqlLedger ledger = SqlLedger.open(directory)) {
                ledger.forEachStructureDigest(1, (id, digest) -> {});
                ledger.forEachResult(1, 0, Set.of(), true, r -> {});
              }
            });
    assertThat(e).hasMessageContaining("damaged");
    assertThat(e.isRetryable()).isFalse();
  }

  private void truncate(long size) throws IOException {
    try (var channel = Files.newByteChannel(file(), StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  @Test
  void aNewerVersionsLedgerIsLeftAlone() throws Exception {
    SqlLedger.open(directory).close();
    execute(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success) VALUES (999, '900', 'later',"
            + " 'SQL', 'V900__later.sql', 1, '', 1, 1)");
    assertThat(trouble(() -> SqlLedger.open(directory).close()))
        .hasMessageContaining("newer version of Lehr");
    assertThat(trouble(() -> SqlLedger.openReadOnly(directory).close()))
        .hasMessageContaining("newer version of Lehr");
  }

  @Test
  void whatItWroteItselfIsNotOfANewerVersion() throws Exception {
    SqlLedger.open(directory).close();
    SqlLedger.openReadOnly(directory).close();
    SqlLedger.open(directory).close();
  }

  @Test
  void aReaderOpensALedgerThatNobodyHasOpen() {
    try (SqlLedger ledger = SqlLedger.open(directory)) {
      Sample.create(ledger, 3, 1, 100);
    }
    assertThat(Files.exists(directory.resolve(SqliteDatabase.FILE + "-wal"))).isFalse();
    try (SqlLedger reader = SqlLedger.openReadOnly(directory)) {
      assertThat(reader.campaigns()).hasSize(1);
    }
  }

  @Test
  void anEmptyDirectoryHasNoLedgerToRead() {
    assertThat(trouble(() -> SqlLedger.openReadOnly(directory).close()))
        .hasMessageContaining("there is no ledger in " + directory);
  }

  @Test
  void whatIsCommittedIsWrittenThroughToTheDisk() {
    try (SqliteDatabase ledger = SqliteDatabase.open(directory)) {
      assertThat(ledger.pragma("journal_mode")).isEqualTo("wal");
      assertThat(ledger.pragma("synchronous")).isEqualTo("2");
    }
  }
}
