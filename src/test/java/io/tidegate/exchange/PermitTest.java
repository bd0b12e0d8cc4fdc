package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PermitTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  private final AtomicInteger released = new AtomicInteger();

  @Test
  void isHeldUntilClosedAndReleasedOnce() {
    Permit permit = new Permit(released::incrementAndGet);
    assertThat(released).hasValue(0);

    permit.close();
    permit.close();

    assertThat(released).hasValue(1);
  }

  @Test
  void isReleasedOnceByManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      permits.add(new Permit(released::incrementAndGet));
    }
    CyclicBarrier gate = new CyclicBarrier(THREADS);
    List<Future<?>> closing = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      closing.add(
          threads.submit(
              () -> {
                gate.await(10, TimeUnit.SECONDS);
                permits.forEach(Permit::close);
                return null;
              }));
    }
    for (Future<?> closed : closing) {
      closed.get(10, TimeUnit.SECONDS);
    }
    threads.shutdown();

    assertThat(released).hasValue(ROUNDS);
  }

  @Test
  void staysReleasedWhenItsReleaseThrows() {
    Permit permit =
        new Permit(
            () -> {
              released.incrementAndGet();
              throw new IllegalStateException("told");
            });

    assertThat(catchThrowable(permit::close)).hasMessage("told");
    permit.close();

    assertThat(released).hasValue(1);
  }

  @Test
  void needsARelease() {
    assertThatNullPointerException().isThrownBy(() -> new Permit(null));
  }
}
