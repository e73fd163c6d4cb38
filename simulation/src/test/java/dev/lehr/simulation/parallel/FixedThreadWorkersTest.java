package dev.lehr.simulation.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FixedThreadWorkersTest {

  @Test
  void everyPieceRunsExactlyOnce() {
    for (int threads = 1; threads <= 4; threads++) {
      try (FixedThreadWorkers workers = new FixedThreadWorkers(threads)) {
        for (int n : new int[] {0, 1, 2, 1000}) {
          AtomicIntegerArray runs = new AtomicIntegerArray(1000);
          workers.forEach(n, runs::incrementAndGet);
          for (int i = 0; i < 1000; i++) {
            assertThat(runs.get(i)).isEqualTo(i < n ? 1 : 0);
          }
        }
      }
    }
  }

  @Test
  void piecesRunAtTheSameTime() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(3)) {
      CountDownLatch all = new CountDownLatch(3);
      workers.forEach(
          3,
          i -> {
            all.countDown();
            try {
              all.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(all.getCount()).isZero();
    }
  }

  @Test
  void workInsideWorkDoesNotWaitForThreadsThatAreBusy() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(3)) {
      AtomicInteger count = new AtomicInteger();
      workers.forEach(
          8, i -> workers.forEach(8, j -> workers.forEach(8, k -> count.incrementAndGet())));
      assertThat(count).hasValue(512);
    }
  }

  @Test
  void theExceptionOfTheLowestIndexIsThrownAfterAllHaveRun() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(4)) {
      AtomicInteger ran = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      100,
                      i -> {
                        ran.incrementAndGet();
                        if (i % 30 == 7) {
                          throw new IllegalArgumentException("piece " + i);
                        }
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("piece 7");
      assertThat(ran).hasValue(100);
      workers.forEach(5, i -> ran.incrementAndGet());
      assertThat(ran).hasValue(105);
    }
  }

  @Test
  void anExceptionInsideWorkInsideWorkComesOut() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(2)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      4,
                      i ->
                          workers.forEach(
                              4,
                              j -> {
                                if (i + j == 4) {
                                  throw new IllegalStateException(i + "," + j);
                                }
                              })))
          .hasMessage("1,3");
    }
  }

  @Test
  void closedWorkersAndImpossibleNumbersAreRefused() {
    FixedThreadWorkers workers = new FixedThreadWorkers(2);
    workers.close();
    assertThatThrownBy(() -> workers.forEach(1, i -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> new FixedThreadWorkers(0)).hasMessageContaining("threads is 0");
  }

  @Test
  void threadsThatWentToSleepComeBack() throws InterruptedException {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(2)) {
      for (int round = 0; round < 20; round++) {
        if (round % 4 == 0) {
          Thread.sleep(2);
        }
        CountDownLatch both = new CountDownLatch(2);
        workers.forEach(
            2,
            i -> {
              both.countDown();
              try {
                both.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
        assertThat(both.getCount()).isZero();
      }
    }
  }

  @Test
  void anInterruptedCallerWaitsForItsWorkAndStaysInterrupted() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(2)) {
      CountDownLatch both = new CountDownLatch(2);
      AtomicInteger ended = new AtomicInteger();
      Thread caller = Thread.currentThread();
      workers.forEach(
          2,
          i -> {
            both.countDown();
            awaitUninterruptibly(both);
            if (Thread.currentThread() != caller) {
              caller.interrupt();
              sleepUninterruptibly();
            }
            ended.incrementAndGet();
          });
      assertThat(ended).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void manyShortJobsLoseAndRepeatNoPiece() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(3)) {
      int[] runs = new int[37];
      for (int job = 0; job < 20_000; job++) {
        workers.forEach(runs.length, i -> runs[i]++);
      }
      assertThat(runs).containsOnly(20_000);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static void sleepUninterruptibly() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
