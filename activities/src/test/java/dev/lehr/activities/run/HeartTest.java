package dev.lehr.activities.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartTest {

  @ActivityInterface
  public interface Slow {
    @ActivityMethod
    String work(String with);
  }

  private final CountDownLatch beats = new CountDownLatch(3);

  /** Its work is done when its heart has been heard three times. */
  private final class Listens implements Slow {
    @Override
    public String work(String with) {
      return Heart.beatsDuring(
          Duration.ofMillis(10),
          () -> {
            try {
              return with + beats.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();

  @BeforeEach
  void listen() {
    environment.setActivityHeartbeatListener(String.class, beat -> beats.countDown());
  }

  @AfterEach
  void close() {
    environment.close();
  }

  private Slow stub(Slow activity) {
    environment.registerActivitiesImplementations(activity);
    return environment.newActivityStub(Slow.class);
  }

  @Test
  void itBeatsWhileTheWorkIsUnderWayAndAnswersWhatCameOfIt() {
    assertThat(stub(new Listens()).work("heard ")).isEqualTo("heard true");
  }

  @Test
  void whoseWorkNobodyWaitsForAnyMoreDoesItToTheEnd() {
    environment.requestCancelActivity();
    Slow ends =
        with ->
            Heart.beatsDuring(
                Duration.ofMillis(1),
                () -> {
                  LockSupport.parkNanos(50_000_000);
                  return with + "done";
                });
    assertThat(stub(ends).work("is ")).isEqualTo("is done");
    assertThat(beats.getCount()).isGreaterThanOrEqualTo(2);
  }
}
