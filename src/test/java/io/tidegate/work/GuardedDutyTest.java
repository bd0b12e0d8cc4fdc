package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedDutyTest {

  @Test
  void isRepeatedAfterErrors() throws Exception {
    AtomicInteger times = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try {
      Runnable duty =
          () -> {
            third.countDown();
            if (times.getAndIncrement() % 2 == 0) {
              throw new OutOfMemoryError("made up");
            }
            throw new IllegalStateException("made up");
          };
      var unused =
          executor.scheduleWithFixedDelay(
              new GuardedDuty("it went wrong", duty), 0, 1, TimeUnit.NANOSECONDS);

      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      executor.shutdownNow();
    }
  }
}
