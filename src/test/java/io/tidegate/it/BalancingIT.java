package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Shares follow weights, and a node is drained without the loss of a call. */
final class BalancingIT extends DeployedEar {

  private static final int CALLERS = 100;
  private static final int CALLS = 5_000;

  private final AtomicInteger left = new AtomicInteger(CALLS);
  private final AtomicInteger answered = new AtomicInteger();

  @Test
  void sharesFollowTheWeightsUnderLoad() {
    try (Fleet fleet = new Fleet()) {
      SimulatorSettings settings = Fleet.quick().withTimeToFirstToken(Duration.ofMillis(20));
      Simulator five = fleet.add("five", settings, 5);
      Simulator three = fleet.add("three", settings, 3);
      Simulator two = fleet.add("two", settings, 2);

      load(CALLERS);

      assertThat(answered.get()).isEqualTo(CALLS);
      System.out.printf(
          "shares by weights 5, 3, 2: %.1f / %.1f / %.1f %%%n",
          share(five), share(three), share(two));
      assertThat(share(five)).isCloseTo(50, within(2.0));
      assertThat(share(three)).isCloseTo(30, within(2.0));
      assertThat(share(two)).isCloseTo(20, within(2.0));
    }
  }

  @Test
  void aNodeDrainedUnderLoadLosesNoCall() {
    try (Fleet fleet = new Fleet()) {
      SimulatorSettings settings = Fleet.quick().withTimeToFirstToken(Duration.ofMillis(20));
      Simulator leaving = fleet.add("leaving", settings, 1);
      fleet.add("staying", settings, 1);
      List<CompletableFuture<Void>> callers = callers(CALLERS);
      Fleet.await(
          "load on the node", Duration.ofSeconds(10), () -> leaving.stats().started() > 200);

      Admin.send("/api/nodes/leaving", "PATCH", "{\"draining\":true}");
      Fleet.await("the node to be empty", Duration.ofSeconds(5), () -> inFlight("leaving") == 0);
      long started = leaving.stats().started();
      CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();

      assertThat(answered.get()).isEqualTo(CALLS);
      assertThat(leaving.stats().started()).isEqualTo(started).isLessThan(CALLS);
    }
  }

  private static int inFlight(String node) {
    return Fleet.node(node).path("inFlight").asInt();
  }

  private static double share(Simulator simulator) {
    return 100.0 * simulator.stats().completed() / CALLS;
  }

  private void load(int callers) {
    CompletableFuture.allOf(callers(callers).toArray(CompletableFuture[]::new)).join();
  }

  private List<CompletableFuture<Void>> callers(int count) {
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(call());
    }
    return callers;
  }

  /** Calls again and again, each time when the last answer is there, until all calls are made. */
  private CompletableFuture<Void> call() {
    if (left.getAndDecrement() <= 0) {
      return CompletableFuture.completedFuture(null);
    }
    return Http.postAsync("/v1/chat/completions", Http.chat("hello", false))
        .thenAccept(this::check)
        .thenCompose(done -> call());
  }

  private void check(HttpResponse<String> response) {
    if (response.statusCode() == 200) {
      answered.incrementAndGet();
    }
  }
}
