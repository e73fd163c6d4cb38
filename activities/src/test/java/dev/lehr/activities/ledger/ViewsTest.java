package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The columns that docs/ledger.md promises to other programs. */
@ParameterizedClass
@EnumSource(LedgerStore.class)
class ViewsTest {

  private static final List<String> VIEWS =
      List.of("lehr_campaigns", "lehr_results", "lehr_progress", "lehr_slices");

  @Parameter LedgerStore store;
  @TempDir Path directory;
  private SqlLedger ledger;
  private CampaignRow campaign;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
    campaign = Sample.create(ledger, 3, 2, 10);
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, "p", Set.of());
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    Sample.finished(tasks.get(0), TaskStatus.CONVERGED, -1.5),
                    Sample.finished(tasks.get(1), TaskStatus.FAILED, Double.NaN),
                    new LedgerWrite.Admitted(tasks.get(2).key(), 0, "p")))));
    ledger.recordSlice(
        shard, fence, new SliceStats(2, 30, 60, 0.5, new Waste(1, 2, 3, 4, 5, 6), 7, 8));
  }

  @AfterEach
  void close() {
    if (ledger != null) {
      ledger.close();
    }
  }

  private List<List<String>> ask(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection c = store.connect(directory);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(r.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void resultsAreThereWithTheWordsThatUsersKnow() throws SQLException {
    assertThat(
            ask(
                "SELECT campaign, revision, stage, structure, structure_id, formula, n_atoms, source,"
                    + " status, reason, detail, energy, iterations, swap_attempts, generation FROM"
                    + " lehr_results WHERE stage = 'stage0' ORDER BY structure"))
        .containsExactly(
            List.of(
                "alloys",
                "1",
                "stage0",
                "0",
                "s0",
                "Cu2",
                "2",
                "file#0",
                "converged",
                "",
                "",
                "-1.5",
                "7",
                "8",
                "0"),
            List.of(
                "alloys", "1", "stage0", "1", "s1", "Cu2", "2", "file#1", "failed", "why", "",
                "null", "7", "8", "0"),
            List.of(
                "alloys", "1", "stage0", "2", "s2", "Cu2", "2", "file#2", "running", "", "", "null",
                "0", "0", "0"));
    assertThat(ask("SELECT status, reason FROM lehr_results WHERE stage = 'stage1' ORDER BY 1, 2"))
        .containsExactly(
            List.of("pending", ""), List.of("pending", ""), List.of("skipped", "upstream_failed"));
  }

  @Test
  void propertiesCanBeAskedForInSql() throws SQLException {
    String fmax =
        store == LedgerStore.SQLITE
            ? "json_extract(properties, '$.fmax')"
            : "CAST(properties ->> 'fmax' AS double precision)";
    assertThat(ask("SELECT structure_id FROM lehr_results WHERE " + fmax + " < 0.2 ORDER BY 1"))
        .containsExactly(List.of("s0"), List.of("s1"));
  }

  @Test
  void aResultSaysWhenItWasFinished() throws SQLException {
    String when =
        ask("SELECT finished_at FROM lehr_results WHERE status = 'converged'").get(0).get(0);
    // PostgreSQL's text has a blank and hours only: 2026-01-02 03:04:05.678+00.
    Instant at =
        java.time.OffsetDateTime.parse(
                when.replace(' ', 'T').replaceFirst("([+-][0-9]{2})$", "$1:00"))
            .toInstant();
    assertThat(Duration.between(at, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void progressCountsTasksByStageAndStatus() throws SQLException {
    assertThat(
            ask(
                "SELECT campaign, stage_number, stage, status, n FROM lehr_progress ORDER BY"
                    + " stage_number, status"))
        .containsExactly(
            List.of("alloys", "0", "stage0", "converged", "1"),
            List.of("alloys", "0", "stage0", "failed", "1"),
            List.of("alloys", "0", "stage0", "running", "1"),
            List.of("alloys", "1", "stage1", "pending", "2"),
            List.of("alloys", "1", "stage1", "skipped", "1"));
  }

  @Test
  void slicesHaveTheirFigures() throws SQLException {
    assertThat(
            ask(
                "SELECT epoch, slice, attempt, steps, atom_steps, evictions, out_of_memory FROM"
                    + " lehr_slices"))
        .containsExactly(List.of("1", "1", "1", "30", "60", "7", "8"));
    assertThat(
            ask(
                "SELECT 1 FROM lehr_slices WHERE wall_seconds = 2 AND drain_seconds = 1 AND"
                    + " head_of_line_seconds = 2 AND host_seconds = 3 AND ledger_seconds = 4 AND"
                    + " load_seconds = 5 AND device_seconds = 6 AND occupancy = 0.5"))
        .hasSize(1);
  }

  @Test
  void everyStatusHasItsWord() throws SQLException {
    for (TaskStatus status : TaskStatus.values()) {
      try (Connection c = store.connect(directory);
          Statement s = c.createStatement()) {
        s.executeUpdate("UPDATE task SET status = '" + status.code() + "'");
      }
      assertThat(ask("SELECT DISTINCT status FROM lehr_results"))
          .containsExactly(List.of(status.key()));
    }
  }

  @Test
  void aCampaignThatWasSetAsideIsNotThere() throws SQLException {
    CampaignRow next =
        ledger.createCampaign(
            Sample.campaign("alloys", 1, 10).replacing(true),
            List.of(Sample.structure(9, 3)).iterator());
    assertThat(ask("SELECT DISTINCT campaign, revision FROM lehr_results"))
        .containsExactly(List.of("alloys", "2"));
    assertThat(ask("SELECT campaign, revision, mode, structures FROM lehr_campaigns"))
        .containsExactly(List.of("alloys", "2", "running", "1"));
    assertThat(ask("SELECT * FROM lehr_slices")).isEmpty();
    assertThat(next.revision()).isEqualTo(2);
  }

  /** A column that is gone, or has another name, breaks what others have written. */
  @Test
  void theColumnsAreThoseOfThePage() throws Exception {
    String page = java.nio.file.Files.readString(Path.of("../docs/ledger.md"));
    try (Connection c = store.connect(directory)) {
      DatabaseMetaData about = c.getMetaData();
      for (String view : VIEWS) {
        Set<String> columns = new TreeSet<>();
        try (ResultSet r = about.getColumns(null, c.getSchema(), view, null)) {
          while (r.next()) {
            columns.add(r.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
          }
        }
        String row =
            page.lines().filter(l -> l.startsWith("| `" + view + "`")).findFirst().orElse("");
        Set<String> promised = new TreeSet<>();
        java.util.regex.Pattern.compile("`([a-z_]+)`")
            .matcher(row)
            .results()
            .map(m -> m.group(1))
            .filter(w -> !w.equals(view))
            .forEach(promised::add);
        assertThat(promised).as("columns of %s in docs/ledger.md", view).isEqualTo(columns);
      }
    }
  }

  @Test
  void aReaderNeedsNoRightButToTheViews() throws SQLException {
    org.junit.jupiter.api.Assumptions.assumeTrue(store == LedgerStore.POSTGRESQL);
    String role = "reader_" + Long.toHexString(System.nanoTime());
    try (Connection c = store.connect(directory);
        Statement s = c.createStatement()) {
      s.execute("CREATE ROLE " + role + " LOGIN");
      s.execute("GRANT USAGE ON SCHEMA " + c.getSchema() + " TO " + role);
      for (String view : VIEWS) {
        s.execute("GRANT SELECT ON " + view + " TO " + role);
      }
    }
    try (Connection c = LedgerStore.connect(directory, role);
        Statement s = c.createStatement()) {
      for (String view : VIEWS) {
        try (ResultSet r = s.executeQuery("SELECT COUNT(*) FROM " + view)) {
          assertThat(r.next()).isTrue();
          assertThat(r.getInt(1)).isPositive();
        }
      }
      assertThatThrownBy(() -> s.executeQuery("SELECT payload FROM structure"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> s.executeUpdate("DELETE FROM lehr_results"))
          .isInstanceOf(SQLException.class);
    }
  }
}
