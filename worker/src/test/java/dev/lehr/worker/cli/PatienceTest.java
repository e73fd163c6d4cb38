package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.SqlLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatienceTest {

  @TempDir Path directory;
  private final WorkerEnd end = WorkerEnd.watch(Duration.ofSeconds(1));
  private final List<String> said = new ArrayList<>();
  private final AtomicInteger tries = new AtomicInteger();

  @AfterEach
  void endInOrder() {
    end.done(true);
  }

  private Patience patience(int seconds) {
    return new Patience(Duration.ofSeconds(seconds), end, said::add);
  }

  private Ledger open(int triesBefore, boolean retryable) {
    if (tries.getAndIncrement() < triesBefore) {
      throw new LedgerException("cannot reach it", null, retryable);
    }
    return SqlLedger.open(directory);
  }

  @Test
  void aLedgerThatIsAwayIsTriedAgainAndThatIsSaidOnce() {
    try (Ledger ledger = patience(60).open(() -> open(2, true))) {
      assertThat(ledger.incarnation()).isNotEmpty();
    }
    assertThat(tries).hasValue(3);
    assertThat(said).singleElement().asString().contains("--patience", "cannot reach it");
  }

  @Test
  void aLedgerThatCannotBeUsedIsNot() {
    assertThatThrownBy(() -> patience(60).open(() -> open(1, false)))
        .isInstanceOf(LedgerException.class);
    assertThat(tries).hasValue(1);
    assertThat(said).isEmpty();
  }

  @Test
  void whoHasNoPatienceIsToldAtOnce() {
    assertThatThrownBy(() -> patience(0).open(() -> open(1, true))).hasMessage("cannot reach it");
    assertThat(tries).hasValue(1);
    assertThat(said).isEmpty();
  }
}
