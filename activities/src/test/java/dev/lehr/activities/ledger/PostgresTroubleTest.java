package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.workflows.contract.Intent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostgresTroubleTest {

  private static final String SECRET = "open-sesame";

  @TempDir Path directory;
  private PostgresAddress address;

  @BeforeEach
  void address() {
    address = LedgerStore.address(directory);
  }

  private static LedgerException trouble(Runnable action) {
    LedgerException e = catchThrowableOfType(LedgerException.class, action::run);
    assertThat(e).as("a LedgerException").isNotNull();
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertThat(String.valueOf(t.getMessage())).doesNotContain(SECRET);
    }
    return e;
  }

  private static void execute(String sql) throws SQLException {
    PostgresServer.shared().execute(sql);
  }

  private String schema() {
    return address.url().replaceAll(".*currentSchema=", "");
  }

  private PostgresAddress with(String url, String user, String password) {
    return new PostgresAddress(url, Optional.of(user), Optional.of(password));
  }

  @Test
  void aServerThatIsAwayIsSaidToBeSoAndMayBeTriedAgain() {
    LedgerException e =
        trouble(
            () -> SqlLedger.open(with("jdbc:postgresql://127.0.0.1:1/lehr", "me", SECRET)).close());
    assertThat(e)
        .hasMessageContaining("cannot reach postgresql://127.0.0.1:1/lehr")
        .hasMessageContaining("is the server running?");
    assertThat(e.isRetryable()).isTrue();
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    String url = address.url().replace("/postgres?", "/nowhere?");
    LedgerException e = trouble(() -> SqlLedger.open(with(url, "lehr", SECRET)).close());
    assertThat(e).hasMessageContaining("/nowhere: the server has no such database");
    assertThat(e.isRetryable()).isFalse();
  }

  @Test
  void aUserWhomTheServerDoesNotKnowIsToldWhereNamesAndPasswordsAreTakenFrom() {
    LedgerException e =
        trouble(() -> SqlLedger.open(with(address.url(), "nobody", SECRET)).close());
    assertThat(e)
        .hasMessageContaining("lets nobody in so")
        .hasMessageContaining("LEHR_LEDGER_USER")
        .hasMessageContaining("PGPASSFILE");
    assertThat(e.isRetryable()).isFalse();
  }

  @Test
  void aSchemaThatIsNotThereIsAskedFor() {
    String url = address.url().replace(schema(), "not_made");
    assertThat(trouble(() -> SqlLedger.open(with(url, "lehr", SECRET)).close()))
        .hasMessageContaining("CREATE SCHEMA");
  }

  @Test
  void aSchemaWithTablesOfSomethingElseIsLeftAlone() throws Exception {
    execute("CREATE TABLE " + schema() + ".orders (id int)");
    assertThat(trouble(() -> SqlLedger.open(address).close()))
        .hasMessageContaining("tables of something else");
    assertThat(trouble(() -> SqlLedger.openReadOnly(address).close()))
        .hasMessageContaining("is not a ledger");
    execute("DROP TABLE " + schema() + ".orders");
    SqlLedger.open(address).close();
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() throws Exception {
    execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    String url = address.url().replaceAll("/postgres\\?.*", "/latin");
    assertThat(trouble(() -> SqlLedger.open(with(url, "lehr", SECRET)).close()))
        .hasMessageContaining("found a database in the encoding LATIN1, expected UTF8");
  }

  @Test
  void aNewerVersionsLedgerIsLeftAlone() throws Exception {
    SqlLedger.open(address).close();
    execute(
        "INSERT INTO "
            + schema()
            + ".flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success) VALUES (999, '900', 'later',"
            + " 'SQL', 'V900__later.sql', 1, '', 1, true)");
    for (LedgerException e :
        List.of(
            trouble(() -> SqlLedger.open(address).close()),
            trouble(() -> SqlLedger.openReadOnly(address).close()))) {
      assertThat(e).hasMessageContaining("newer version of Lehr");
      assertThat(e.isRetryable()).isFalse();
    }
  }

  @Test
  void aServerThatTakesNoWritesForAWhileIsTriedAgainOnANewConnection() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(address)) {
      CampaignRow campaign = Sample.create(ledger, 1, 1, 1);
      Intent pause = new Intent(campaign.id(), "q", Intent.Kind.PAUSE);
      // As after a failover, where old connections end at what is a standby now.
      execute("ALTER SYSTEM SET default_transaction_read_only = on");
      execute("SELECT pg_reload_conf()");
      try {
        String said = "";
        for (int n = 0; n < 50 && !said.contains("takes no writes now"); n++) {
          Intent other = new Intent(campaign.id(), "before" + n, Intent.Kind.RESUME);
          said = unless(() -> ledger.recordIntent(other));
        }
        assertThat(said).contains("takes no writes now");
        assertThat(trouble(() -> ledger.recordIntent(pause)).isRetryable()).isTrue();
      } finally {
        execute("ALTER SYSTEM RESET default_transaction_read_only");
        execute("SELECT pg_reload_conf()");
      }
      assertThat(ledger.recordIntent(pause).changed()).isTrue();
    }
  }

  /** What is said if it fails: the server takes a moment to hear of its new settings. */
  private static String unless(Runnable action) throws InterruptedException {
    try {
      action.run();
      Thread.sleep(100);
      return "";
    } catch (LedgerException e) {
      return e.getMessage();
    }
  }

  @Test
  void sessionsThatAnAdministratorEndsAreOpenedAgain() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(address)) {
      CampaignRow campaign = Sample.create(ledger, 1, 1, 1);
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lehr'");
      int tries = 0;
      while (true) {
        try {
          ledger.recordIntent(new Intent(campaign.id(), "q", Intent.Kind.PAUSE));
          break;
        } catch (LedgerException e) {
          assertThat(e.isRetryable()).as(e.getMessage()).isTrue();
          assertThat(++tries).isLessThan(10);
        }
      }
    }
  }

  @Test
  void aReaderWritesNothing() {
    try (SqlLedger ledger = SqlLedger.open(address);
        SqlLedger reader = SqlLedger.openReadOnly(address)) {
      CampaignRow campaign = Sample.create(ledger, 1, 1, 1);
      LedgerException e =
          trouble(() -> reader.recordIntent(new Intent(campaign.id(), "q", Intent.Kind.PAUSE)));
      assertThat(e).hasMessageContaining("opened for reading");
      assertThat(e.isRetryable()).isFalse();
      assertThat(ledger.sizeInBytes()).isBetween(100_000L, 2_000_000L);
    }
  }

  @Test
  void aTextThatADatabaseCannotHoldIsShownInsteadOfRefused() {
    try (SqlLedger ledger = SqlLedger.open(address)) {
      StructureRow odd =
          new StructureRow(
              "s\0",
              "d",
              "file#0",
              0,
              "",
              new byte[0],
              Optional.of(new StructureRow.Rejection("not_text", "found '\0'")));
      CampaignRow c = ledger.createCampaign(Sample.campaign("odd", 1, 1), List.of(odd).iterator());
      List<ResultRow> rows = new ArrayList<>();
      ledger.forEachResult(c.id(), 0, Set.of(), false, rows::add);
      assertThat(rows.get(0).detail()).isEqualTo("found '\u2400'");
    }
  }

  @Test
  void passwordsInAddressesAreRefusedAndNotRepeated() {
    for (String url :
        List.of(
            "jdbc:postgresql://host/db?user=me&password=" + SECRET,
            "jdbc:postgresql://host/db?sslpassword=" + SECRET,
            "jdbc:postgresql://me:" + SECRET + "@host:5432/db",
            "postgresql://me:" + SECRET + "@host:5432/db",
            "jdbc:mysql://host/db?password=" + SECRET)) {
      LedgerException e = trouble(() -> PostgresAddress.of(url, Map.of()));
      assertThat(e.isRetryable()).isFalse();
      assertThat(e.getMessage()).containsAnyOf("LEHR_LEDGER_PASSWORD", "expected jdbc:postgresql");
    }
  }

  @Test
  void anAddressIsShownWithoutWhatIsBehindTheDatabase() {
    PostgresAddress a =
        PostgresAddress.of(
            "jdbc:postgresql://a:1,b:2/db?sslmode=verify-full&sslkey=/k",
            Map.of("LEHR_LEDGER_USER", "me", "LEHR_LEDGER_PASSWORD", SECRET));
    assertThat(a).hasToString("postgresql://a:1,b:2/db");
    assertThat(a.password()).hasValue(SECRET);
    assertThat(a.user()).hasValue("me");
  }
}
