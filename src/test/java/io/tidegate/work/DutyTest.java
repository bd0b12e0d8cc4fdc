package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DutyTest {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void itIsNotBegunWhileItIsUnderWay() {
    Duty duty = new Duty(waiting::add, done::incrementAndGet);

    duty.begin();
    duty.begin();

    assertThat(waiting).hasSize(1);
  }

  @Test
  void itIsBegunAgainOnceItHasEnded() {
    Duty duty = new Duty(waiting::add, done::incrementAndGet);

    duty.begin();
    waiting.remove().run();
    duty.begin();
    waiting.remove().run();

    assertThat(done).hasValue(2);
  }

  @Test
  void itIsBegunAgainAfterItFailed() {
    Duty duty =
        new Duty(
            waiting::add,
            () -> {
              throw new IllegalStateException("on purpose");
            });
    duty.begin();
    assertThatThrownBy(waiting.remove()::run).isInstanceOf(IllegalStateException.class);

    duty.begin();

    assertThat(waiting).hasSize(1);
  }

  @Test
  void aPoolThatWasFullOnceIsAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    Duty duty =
        new Duty(
            task -> {
              if (asked.incrementAndGet() == 1) {
                throw new RejectedExecutionException();
              }
              task.run();
            },
            done::incrementAndGet);

    duty.begin();
    duty.begin();

    assertThat(done).hasValue(1);
  }
}
