package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal of a node at which little was under way says that it is busy with others. */
class QuietRefusalTest {

  private record Running(Permit permit, int inFlight, long started) {}

  private final ManualClock clock = new ManualClock();
  private final Limiter limiter = new Limiter(() -> 100, new PermitCount(), clock);
  private final Deque<Running> running = new ArrayDeque<>();
  private int waiting;
  private int started;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @ParameterizedTest
  @CsvSource({"1, 480", "2, 440", "3, 430"})
  void doesNotBoundTheNodeForAMinute(int inFlight, int fewest) {
    for (int i = 1; i < inFlight; i++) {
      start();
    }
    refuse();

    for (int tick = 0; tick < 600; tick++) {
      clock.advance(Duration.ofMillis(100));
      while (!running.isEmpty() && age(running.peek()) >= 3e9) {
        complete(running.poll());
        fill();
      }
      waiting++;
      fill();
    }

    assertThat(started).as("of 600, in a minute, 30 at once").isGreaterThan(fewest);
  }

  @Test
  void ofALevelThatHasJustWorkedCostsOnePlaceForAWhile() {
    thirtyWorkAndTheNextIsRefused();
    assertThat(limiter.limit()).isEqualTo(29);
    clock.advance(Duration.ofSeconds(1));
    completeAll();
    for (int round = 0; round < 10; round++) {
      while (limiter.hasRoom()) {
        start();
      }
      completeAll();
    }

    assertThat(limiter.limit()).isGreaterThan(30);
  }

  @Test
  void isRememberedTheSecondTimeAtALevelThatHasNotWorkedSince() {
    thirtyWorkAndTheNextIsRefused();
    clock.advance(Duration.ofMillis(10));
    running.removeLast().permit().close();
    running.removeLast().permit().close();
    running.removeLast().permit().close();
    refuse();
    int limit = limiter.limit();
    clock.advance(Duration.ofSeconds(1));
    completeAll();

    assertThat(limiter.limit()).isBetween(limit, limit + 2);
  }

  private void thirtyWorkAndTheNextIsRefused() {
    for (int i = 0; i < 30; i++) {
      start();
    }
    completeAll();
    for (int i = 0; i < 29; i++) {
      start();
    }
    refuse();
  }

  private void fill() {
    while (waiting > 0 && limiter.hasRoom()) {
      waiting--;
      start();
    }
  }

  private long age(Running one) {
    return clock.getAsLong() - one.started();
  }

  private void start() {
    Permit permit = limiter.tryAcquire().orElseThrow();
    started++;
    running.add(new Running(permit, limiter.inFlight(), clock.getAsLong()));
  }

  private void refuse() {
    Permit permit = limiter.tryAcquire().orElseThrow();
    end(new Running(permit, limiter.inFlight(), clock.getAsLong()), Kind.BUSY);
  }

  private void complete(Running one) {
    end(one, Kind.COMPLETED);
  }

  private void completeAll() {
    clock.advance(Duration.ofMillis(10));
    while (!running.isEmpty()) {
      complete(running.poll());
    }
  }

  private void end(Running one, Kind kind) {
    limiter.observe(new Sample(kind, one.inFlight(), one.started(), -1, -1, false));
    one.permit().close();
  }
}
