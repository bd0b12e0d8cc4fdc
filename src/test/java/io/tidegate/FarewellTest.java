package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Call;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(10)
class FarewellTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final Fleet fleet = new Fleet();
  private final Gateway gateway = new Gateway(fleet.router());

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void doesNotWaitWhereThereAreNoCalls() {
    Farewell.wait(gateway, LONG);

    assertThat(gateway.inFlight()).isZero();
  }

  @Test
  void waitsUntilTheLastCallHasLeft() throws Exception {
    Call first = asked();
    Call last = asked();
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> Farewell.wait(gateway, LONG));

    gateway.left(first);
    assertThat(waiting).isNotDone();
    gateway.left(last);

    waiting.get(5, TimeUnit.SECONDS);
  }

  @Test
  void waitsNoLongerThanItMay() {
    Call stuck = asked();
    long begin = System.nanoTime();

    Farewell.wait(gateway, Duration.ofMillis(60));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(50));
    assertThat(gateway.inFlight()).isEqualTo(1);
    gateway.left(stuck);
  }

  private Call asked() {
    fleet.add("a", "chat");
    Call call = fleet.call("chat");
    gateway.ask(call);
    return call;
  }
}
