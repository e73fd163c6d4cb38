package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A ledger that is away for an hour is no reason for seven thousand lines in a log. */
class AwayNoticeTest {

  private final AwayNotice notice = new AwayNotice();

  private boolean due(String why, long millis) {
    return notice.isDue(why, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void theSameReasonIsSaidOnceInHalfAMinute() {
    int said = 0;
    for (long millis = 0; millis < 60_000; millis += 500) {
      said += due("disk full", millis) ? 1 : 0;
    }
    assertThat(said).isEqualTo(2);
  }

  @Test
  void anotherReasonIsSaidAtOnce() {
    assertThat(due("disk full", 0)).isTrue();
    assertThat(due("cannot reach it", 500)).isTrue();
    assertThat(due("cannot reach it", 1000)).isFalse();
  }

  @Test
  void aLedgerThatWasThereInBetweenIsAwayAnew() {
    assertThat(due("disk full", 0)).isTrue();
    notice.over();
    assertThat(due("disk full", 500)).isTrue();
  }
}
