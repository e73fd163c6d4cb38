package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.PostgresAddress;
import dev.lehr.activities.ledger.PostgresServer;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.worker.run.ProcessBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The users of deploy/postgresql/roles.sql, and what each may do. */
@Timeout(180)
class PostgresRolesTest {

  private static final String CAMPAIGN =
      """
      name: clusters
      structures: [{clusters: [4, 5], element: Ar, starts: 5, distance: 1.12, seed: 1}]
      model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
      stages: [{id: relax, kind: relax}, {id: unique, kind: deduplicate}]
      """;

  private static Optional<PostgresServer> server = Optional.empty();

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    server = Optional.of(PostgresServer.start(List.of("fsync=off", "full_page_writes=off")));
    server.get().execute("CREATE DATABASE fresh");
    roles("postgres");
    roles("fresh");
    SqlLedger.open(PostgresAddress.of(url("postgres", "lehr_owner"), Map.of())).close();
    as("lehr_owner", "CREATE VIEW lehr_names AS SELECT name FROM campaign");
    roles("postgres");
  }

  @AfterAll
  static void stop() {
    server.ifPresent(PostgresServer::close);
  }

  /** As psql would, run as the administrator. */
  private static void roles(String database) throws Exception {
    execute(database, "lehr", Files.readString(Path.of("../deploy/postgresql/roles.sql")));
  }

  private static String url(String database, String user) {
    return "jdbc:postgresql://127.0.0.1:"
        + server.orElseThrow().port()
        + "/"
        + database
        + "?user="
        + user;
  }

  private static void execute(String database, String user, String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection(url(database, user));
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  private static void as(String user, String sql) throws SQLException {
    execute("postgres", user, sql);
  }

  private static void refused(String user, String sql) {
    assertThatThrownBy(() -> as(user, sql))
        .as(user + ": " + sql)
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s).*(permission denied|must be|read-only transaction).*");
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new ProcessBackend(), terminal, args);
  }

  @Test
  void aWorkerRunsACampaignOnTheOwnersTablesAndTouchesNoTable() throws Exception {
    String file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN).toString();
    String workspace = directory.resolve("workspace").toString();
    String ledger = url("postgres", "lehr_worker");
    assertThat(run("run", file, "--workspace", workspace, "--ledger", ledger))
        .as(err.toString())
        .isZero();
    assertThat(run("results", "clusters", "--workspace", workspace, "--ledger", ledger))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("converged");
    for (String sql :
        List.of(
            "DROP TABLE task",
            "ALTER TABLE task ADD COLUMN x int",
            "TRUNCATE task",
            "CREATE TABLE mine (id int)",
            "CREATE INDEX mine ON task (stage)",
            "DROP SCHEMA lehr CASCADE",
            "UPDATE flyway_schema_history SET success = false",
            "CREATE ROLE another",
            "COPY task TO PROGRAM 'cat'")) {
      refused("lehr_worker", sql);
    }
  }

  @Test
  void aReaderSeesTheViewsAndNothingElse() throws Exception {
    as("lehr_reader", "SELECT name FROM lehr_names");
    for (String sql :
        List.of(
            "SELECT * FROM task",
            "SELECT definition FROM campaign",
            "SET default_transaction_read_only = off; INSERT INTO lehr_names VALUES ('x')",
            "SET default_transaction_read_only = off; DELETE FROM task",
            "SET default_transaction_read_only = off; CREATE TABLE mine (id int)",
            "DELETE FROM lehr_names")) {
      refused("lehr_reader", sql);
    }
  }

  @Test
  void aWorkerBeforeTheOwnerIsToldWhoMakesTheTables() {
    assertThat(
            run(
                "status",
                "--workspace",
                directory.toString(),
                "--ledger",
                url("fresh", "lehr_worker")))
        .isEqualTo(ExitCode.LEDGER.code());
    assertThatThrownBy(
            () -> SqlLedger.open(PostgresAddress.of(url("fresh", "lehr_worker"), Map.of())).close())
        .hasMessageContaining("this user may not")
        .hasMessageContaining("the owner");
  }
}
