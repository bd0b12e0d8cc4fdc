package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

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
class FarewellTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Fleet fleet = new Fleet();
  private final Gateway gateway =
      new Gateway(SampleCache.alone(), fleet.admission(), fleet.router());
  private boolean open = true;

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void letsTheGatewayWorkWhileTheDoorsAreOpen() {
    Farewell farewell = farewell(GRACE);

    beatAfter(farewell, Duration.ofDays(1));

    assertThat(gateway.stopping()).isFalse();
  }

  @Test
  void refusesNewCallsOnceTheDoorsCloseAndLetsRunningOnesFinish() {
    Answer running = gateway.ask(call()).answer();
    Farewell farewell = farewell(GRACE);

    open = false;
    farewell.beat();
    beatAfter(farewell, GRACE.minusNanos(1));

    assertThat(gateway.stopping()).isTrue();
    assertThat(running.ended()).isFalse();
    fleet.upstream().last().complete();
    assertThat(running.failure()).isNull();
  }

  @Test
  void tellsThatItWillLeaveBeforeItRefusesCalls() {
    Farewell farewell = farewell(GRACE);

    open = false;
    farewell.beat();
    beatAfter(farewell, Farewell.NOTICE.minusNanos(1));

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

    new Farewell(gateway, () -> true, GRACE, clock).afterNotice();

    assertThat(gateway.stopping()).isTrue();
    assertThat(refusedAfter[0]).isGreaterThanOrEqualTo(Farewell.NOTICE.toNanos());
  }

  @Test
  void cutsRunningCallsOffWhenTheGracePeriodIsOver() {
    Answer running = gateway.ask(call()).answer();
    Farewell farewell = farewell(GRACE);

    open = false;
    farewell.beat();
    beatAfter(farewell, GRACE);

    assertThat(running.failure().code()).isEqualTo(ErrorCode.GATEWAY_STOPPING);
  }

  @Test
  void takesCallsAgainWhenTheDoorsWereClosedForAPauseOnly() {
    Answer running = gateway.ask(call()).answer();
    Farewell farewell = farewell(GRACE);
    open = false;
    farewell.beat();

    open = true;
    beatAfter(farewell, GRACE);

    assertThat(gateway.leaving()).isFalse();
    assertThat(gateway.stopping()).isFalse();
    assertThat(running.ended()).isFalse();
  }

  @Test
  void givesTheWholeGracePeriodAgainAfterAPause() {
    Answer running = gateway.ask(call()).answer();
    Farewell farewell = farewell(GRACE);
    open = false;
    farewell.beat();
    open = true;
    beatAfter(farewell, GRACE);

    open = false;
    farewell.beat();
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
    Farewell farewell = farewell(Duration.ofHours(1));
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
    Farewell farewell = farewell(GRACE);
    open = false;
    farewell.beat();
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

    new Farewell(gateway, () -> true, GRACE, clock).now();

    assertThat(answer.failure()).isNull();
    assertThat(Thread.interrupted()).as("is still to be noticed by the caller").isTrue();
  }

  private Farewell farewell(Duration grace) {
    return new Farewell(gateway, () -> open, grace, fleet.clock());
  }

  private void beatAfter(Farewell farewell, Duration time) {
    fleet.clock().advance(time);
    farewell.beat();
  }

  private Call call() {
    fleet.add("a", "chat");
    return fleet.call("chat");
  }
}
