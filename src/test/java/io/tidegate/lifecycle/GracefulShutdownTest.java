package io.tidegate.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.Gateway;
import io.tidegate.cache.SampleCache;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(10)
class GracefulShutdownTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Fleet fleet = new Fleet();
  private final Gateway gateway =
      new Gateway(SampleCache.alone(), fleet.admission(), fleet.router());
  private boolean open = true;

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void letsTheGatewayWorkWhileTheDoorsAreOpen() {
    GracefulShutdown farewell = farewell(GRACE);

    beatAfter(farewell, Duration.ofDays(1));

    assertThat(gateway.stopping()).isFalse();
  }

  @Test
  void refusesNewCallsOnceTheDoorsCloseAndLetsRunningOnesFinish() {
    Answer running = gateway.ask(call()).answer();
    GracefulShutdown farewell = farewell(GRACE);

    closeDoors(farewell);
    beatAfter(farewell, GRACE.minusNanos(1));

    assertThat(gateway.stopping()).isTrue();
    assertThat(running.ended()).isFalse();
    fleet.upstream().last().complete();
    assertThat(running.failure()).isNull();
  }

  @Test
  void tellsThatItWillLeaveBeforeItRefusesCalls() {
    GracefulShutdown farewell = farewell(GRACE);

    closeDoors(farewell);
    beatAfter(farewell, GracefulShutdown.NOTICE.minusNanos(1));

    assertThat(gateway.leaving()).isTrue();
    assertThat(gateway.stopping()).isFalse();
    beatAfter(farewell, Duration.ofNanos(1));
    assertThat(gateway.stopping()).isTrue();
  }

  @Test
  void givesNoticeAlsoWhereTheDoorsStayOpen() {
    long[] refusedAfter = {-1};
    long start = fleet.clock().getAsLong();
    LongSupplier clock =
        () -> {
          fleet.clock().advance(Duration.ofMillis(50));
          if (gateway.leaving() && !gateway.stopping()) {
            refusedAfter[0] = fleet.clock().getAsLong() - start;
          }
          return fleet.clock().getAsLong();
        };

    new GracefulShutdown(gateway, () -> true, GRACE, clock).afterNotice();

    assertThat(gateway.stopping()).isTrue();
    assertThat(refusedAfter[0]).isGreaterThanOrEqualTo(GracefulShutdown.NOTICE.toNanos());
  }

  @Test
  void cutsRunningCallsOffWhenTheGracePeriodIsOver() {
    Answer running = gateway.ask(call()).answer();
    GracefulShutdown farewell = farewell(GRACE);

    closeDoors(farewell);
    beatAfter(farewell, GRACE);

    assertThat(running.failure().code()).isEqualTo(ErrorCode.GATEWAY_STOPPING);
  }

  @Test
  void takesCallsAgainWhenTheDoorsWereClosedForAPauseOnly() {
    Answer running = gateway.ask(call()).answer();
    GracefulShutdown farewell = farewell(GRACE);
    closeDoors(farewell);

    open = true;
    beatAfter(farewell, GRACE);

    assertThat(gateway.leaving()).isFalse();
    assertThat(gateway.stopping()).isFalse();
    assertThat(running.ended()).isFalse();
  }

  @Test
  void givesTheWholeGracePeriodAgainAfterAPause() {
    Answer running = gateway.ask(call()).answer();
    GracefulShutdown farewell = farewell(GRACE);
    closeDoors(farewell);
    open = true;
    beatAfter(farewell, GRACE);

    closeDoors(farewell);
    beatAfter(farewell, GRACE.minusNanos(1));
    assertThat(running.ended()).isFalse();

    beatAfter(farewell, Duration.ofNanos(1));
    assertThat(running.ended()).isTrue();
  }

  @Test
  void stopsAtOnceWhereThereAreNoCalls() {
    farewell(Duration.ofHours(1)).now();

    assertThat(gateway.stopping()).isTrue();
  }

  @Test
  void waitsUntilTheLastCallHasLeft() throws Exception {
    Call first = call();
    Call last = call();
    gateway.ask(first);
    Answer answer = gateway.ask(last).answer();
    GracefulShutdown farewell = farewell(Duration.ofHours(1));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(farewell::now);

    gateway.left(first);
    assertThat(waiting).isNotDone();
    fleet.upstream().last().complete();
    gateway.left(last);

    waiting.get(5, TimeUnit.SECONDS);
    assertThat(answer.failure()).isNull();
  }

  @Test
  void cutsOffAtOnceWhenTheGracePeriodIsOverAlready() throws Exception {
    Call stuck = call();
    Answer answer = gateway.ask(stuck).answer();
    answer.open(() -> gateway.left(stuck));
    GracefulShutdown farewell = farewell(GRACE);
    closeDoors(farewell);
    fleet.clock().advance(GRACE);

    farewell.now();

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.GATEWAY_STOPPING);
    assertThat(gateway.inFlight()).isZero();
  }

  @Test
  void givesTheWholeGracePeriodAlsoWhereTheThreadWasInterrupted() {
    Call last = call();
    Answer answer = gateway.ask(last).answer();
    int[] looks = {0};
    LongSupplier clock =
        () -> {
          if (++looks[0] == 10) {
            fleet.upstream().last().complete();
            gateway.left(last);
          }
          return fleet.clock().getAsLong();
        };
    Thread.currentThread().interrupt();

    new GracefulShutdown(gateway, () -> true, GRACE, clock).now();

    assertThat(answer.failure()).isNull();
    assertThat(Thread.interrupted()).as("is still to be noticed by the caller").isTrue();
  }

  private void closeDoors(GracefulShutdown farewell) {
    open = false;
    farewell.beat();
  }

  private GracefulShutdown farewell(Duration grace) {
    return new GracefulShutdown(gateway, () -> open, grace, fleet.clock());
  }

  private void beatAfter(GracefulShutdown farewell, Duration time) {
    fleet.clock().advance(time);
    farewell.beat();
  }

  private Call call() {
    fleet.add("a", "chat");
    return fleet.call("chat");
  }
}
