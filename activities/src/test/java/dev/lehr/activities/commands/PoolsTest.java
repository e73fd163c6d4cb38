package dev.lehr.activities.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolsTest {

  @Test
  void aPoolHasAsManyPlacesAsItsLimit() {
    Pools pools = new Pools(Map.of("dft", 2));
    assertThat(pools.tryAcquire("dft")).isTrue();
    assertThat(pools.tryAcquire("dft")).isTrue();
    assertThat(pools.tryAcquire("dft")).isFalse();
    pools.release("dft");
    assertThat(pools.inUse("dft")).isEqualTo(1);
    assertThat(pools.tryAcquire("dft")).isTrue();
  }

  @Test
  void theUsualPoolIsAsLargeAsTheMachine() {
    assertThat(new Pools(Map.of()).limit("commands"))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(new Pools(Map.of("commands", 3)).limit("commands")).isEqualTo(3);
  }

  @Test
  void anUnknownPoolIsRefusedWithTheKnownOnes() {
    Pools pools = new Pools(Map.of("dft", 2));
    assertThat(pools.refusal(List.of("dft", "commands"))).isEmpty();
    assertThat(pools.refusal(List.of("dfts")))
        .contains(
            "this worker has no pool 'dfts', only commands, dft; start it with --pool dfts=4;"
                + " did you mean dft?");
    assertThatThrownBy(() -> pools.tryAcquire("x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreCannotBeGivenBackThanWasTaken() {
    Pools pools = new Pools(Map.of("dft", 1));
    assertThatThrownBy(() -> pools.release("dft")).hasMessageContaining("no place taken");
    assertThatThrownBy(() -> new Pools(Map.of("dft", 0))).hasMessageContaining("at least 1");
  }

  @Test
  void noMoreGetInThanThereArePlacesHoweverManyTryAtOnce() throws Exception {
    Pools pools = new Pools(Map.of("dft", 3));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(
                  t ->
                      threads.submit(
                          () -> {
                            go.await();
                            for (int i = 0; i < 2000; i++) {
                              if (pools.tryAcquire("dft")) {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                Thread.onSpinWait();
                                inside.decrementAndGet();
                                pools.release("dft");
                              }
                            }
                            return null;
                          }))
              .toList();
      go.countDown();
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(pools.inUse("dft")).isZero();
  }
}
