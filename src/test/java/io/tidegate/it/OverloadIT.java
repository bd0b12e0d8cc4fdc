package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Busy is not down: more callers than places, busy nodes, overflow, and strategies. */
final class OverloadIT extends DeployedEar {

  private static final SimulatorSettings SLOW =
      Fleet.quick()
          .withTimeToFirstToken(Duration.ofMillis(100))
          .withTimePerToken(Duration.ofMillis(10));

  @Test
  void aCallWaitsForAPlaceAndTheRestIsRefusedWithATimeToComeBack() {
    try (Fleet fleet = new Fleet()) {
      Simulator node = fleet.add("one", SLOW.withCapacity(4), 1, 4, "public");
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(Http.postAsync("/v1/chat/completions", Http.chat("hello", false)));
      }

      int answered = 0;
      int refused = 0;
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        HttpResponse<String> response = call.join();
        if (response.statusCode() == 200) {
          answered++;
        } else {
          refused++;
          assertThat(response.statusCode()).isEqualTo(429);
          assertThat(response.headers().firstValue("Connection")).isEmpty();
          assertThat(code(response)).isIn("gateway_overloaded", "queue_timeout");
          assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow()))
              .isBetween(1, 8);
        }
      }
      assertThat(answered).isGreaterThan(20);
      assertThat(refused).isPositive();
      assertThat(node.stats().refused()).as("calls beyond the node's capacity").isZero();
    }
  }

  @Test
  void noClientSeesANodeThatTurnsBusyUnderA200() {
    try (Fleet fleet = new Fleet()) {
      Simulator busy = fleet.add("busy", Fleet.quick(), 1);
      fleet.add("second", Fleet.quick(), 1);
      fleet.add("third", Fleet.quick(), 1);
      try (Load load = new Load(20)) {
        Fleet.await("a warm pool", Duration.ofSeconds(20), () -> busy.stats().completed() > 300);

        fleet.fault("busy", Fault.BUSY_KEEP_ALIVE);
        long before = busy.stats().started();
        pause(load, Duration.ofSeconds(2));
        long after = busy.stats().started();
        pause(load, Duration.ofSeconds(2));
        long probes = busy.stats().started() - after;
        fleet.fault("busy", Fault.NONE);
        long back = busy.stats().completed();
        Fleet.await(
            "its share to return",
            Duration.ofSeconds(20),
            () -> busy.stats().completed() > back + 100);
        load.stop();

        System.out.printf(
            "busy under a 200: %d calls in the first 2 s, %d in the next 2 s, slowest answer %d"
                + " ms%n",
            after - before, probes, load.slowest());
        assertThat(load.failures).isEmpty();
        assertThat(probes).isLessThanOrEqualTo(4);
      }
    }
  }

  @Test
  void callsOverflowIntoThePublicTierAndComeBack() {
    try (Fleet fleet = new Fleet()) {
      Simulator own = fleet.add("own", SLOW, 1, 2, "private");
      Simulator bought = fleet.add("bought", SLOW, 1, 100, "public");
      HttpResponse<String> alone = Http.post("/v1/chat/completions", Http.chat("hello", false));
      assertThat(alone.headers().firstValue("x-tidegate-node")).contains("own");

      try (Load load = new Load(40)) {
        Fleet.await("overflow", Duration.ofSeconds(5), () -> bought.stats().started() > 0);
        Fleet.await("both tiers", Duration.ofSeconds(20), () -> bought.stats().completed() > 50);
        load.stop();

        assertThat(load.failures).isEmpty();
        assertThat(own.stats().completed()).isPositive();
        long spilled = bought.stats().started();
        for (int i = 0; i < 5; i++) {
          Http.post("/v1/chat/completions", Http.chat("hello", false));
        }
        assertThat(bought.stats().started()).isEqualTo(spilled);
      }
    }
  }

  @Test
  void anUnknownPriorityIsRefusedByName() {
    HttpResponse<String> response =
        Http.send(Http.posting("/v1/chat/completions", Http.chat("hello", false), "urgent"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(response.body()).path("error").path("param").asText())
        .isEqualTo("x-tidegate-priority");
  }

  @Test
  void strategiesAreSwitchedWhileCallsRun() {
    try (Fleet fleet = new Fleet()) {
      fleet.add("first", Fleet.quick(), 1);
      fleet.add("second", Fleet.quick(), 1);
      try (Load load = new Load(10)) {

        for (Strategy strategy : Strategy.values()) {
          choose(strategy);
          pause(load, Duration.ofMillis(300));
        }
        choose(Strategy.WEIGHTED_LEAST_CONNECTIONS);
        load.stop();

        assertThat(load.failures).isEmpty();
        assertThat(strategy("{\"strategy\":\"luck\"}").statusCode()).isEqualTo(400);
        assertThat(Http.get("/api/balancing").statusCode()).isEqualTo(401);
      }
    }
  }

  @Test
  void permitsIssuedAreReturned() {
    JsonNode view = Fleet.json(Admin.get("/api/admission").body());

    assertThat(view.path("permitsReturned").asLong())
        .isEqualTo(view.path("permitsIssued").asLong());
    assertThat(view.path("waiting").asInt()).isZero();
  }

  private static void choose(Strategy strategy) {
    String name = strategy.label();
    assertThat(strategy("{\"strategy\":\"" + name + "\"}").statusCode()).isEqualTo(200);
    assertThat(Fleet.json(Admin.get("/api/balancing").body()).path("strategy").asText())
        .isEqualTo(name);
  }

  private static HttpResponse<String> strategy(String json) {
    return Admin.send("/api/balancing", "PUT", json);
  }

  private static String code(HttpResponse<String> response) {
    return Fleet.json(response.body()).path("error").path("code").asText();
  }

  private static void pause(Load load, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Fleet.await("time to pass", time.multipliedBy(3), () -> System.nanoTime() - end >= 0);
    assertThat(load.failures).isEmpty();
  }

  /** Callers of whom each asks again when its answer is there; every second one for a stream. */
  private static final class Load implements AutoCloseable {

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicLong slowest = new AtomicLong();
    private final List<CompletableFuture<Void>> callers = new ArrayList<>();

    Load(int count) {
      for (int i = 0; i < count; i++) {
        callers.add(call(i % 2 == 0));
      }
    }

    private CompletableFuture<Void> call(boolean stream) {
      if (!going.get()) {
        return CompletableFuture.completedFuture(null);
      }
      long asked = System.nanoTime();
      return Http.postAsync("/v1/chat/completions", Http.chat("hello", stream))
          .thenAccept(response -> check(response, stream, System.nanoTime() - asked))
          .thenCompose(done -> call(stream));
    }

    private void check(HttpResponse<String> response, boolean stream, long took) {
      slowest.accumulateAndGet(took / 1_000_000, Math::max);
      boolean whole = !stream || response.body().endsWith("data: [DONE]\n\n");
      if (response.statusCode() != 200 || !whole) {
        failures.add(response.statusCode() + " " + response.body());
      }
    }

    long slowest() {
      return slowest.get();
    }

    /** Also when the test has failed: the tests behind it must have the server to themselves. */
    @Override
    public void close() {
      stop();
    }

    void stop() {
      going.set(false);
      CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
    }
  }
}
