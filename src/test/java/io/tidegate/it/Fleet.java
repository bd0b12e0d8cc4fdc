package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Simulated nodes of the test's own, which are the whole pool while the fleet is open. Thread-safe
 * where calls name different nodes.
 */
final class Fleet implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Simulator> simulators = new ConcurrentSkipListMap<>();

  /** An empty pool. */
  Fleet() {
    // The server makes its administrator while it starts, and takes a moment to know him.
    await(
        "the administrator",
        Duration.ofSeconds(10),
        () -> Admin.get("/api/nodes").statusCode() == 200);
    for (JsonNode node : nodes()) {
      Admin.send("/api/nodes/" + node.path("name").asText(), "DELETE", null);
    }
    assertThat(nodes()).isEmpty();
  }

  /** Settings under which answers come fast. */
  static SimulatorSettings quick() {
    return SimulatorSettings.defaults()
        .withCapacity(2000)
        .withTimeToFirstToken(Duration.ofMillis(5))
        .withTimePerToken(Duration.ofMillis(1))
        .withAnswerTokens(12)
        .withJitter(0);
  }

  Simulator add(String name, SimulatorSettings settings, int weight) {
    return add(name, settings, weight, 1000, "public");
  }

  Simulator add(
      String name, SimulatorSettings settings, int weight, int maxConnections, String tier) {
    Simulator simulator = start(name, settings);
    put(
        name,
        """
        {"url":"%s","weight":%d,"maxConnections":%d,"tier":"%s","models":["deepseek-flash"]}\
        """
            .formatted(simulator.url(), weight, maxConnections, tier));
    return simulator;
  }

  /** A node that serves the simulator's model as {@code model}, and has {@code fault}. */
  void addFor(String model, String name, Fault fault) {
    Simulator simulator = start(name, quick());
    simulator.fault(fault);
    put(
        name,
        "{\"url\":\"%s\",\"models\":[\"%s=deepseek-flash\"]}".formatted(simulator.url(), model));
  }

  /** Takes a node out of the pool and ends it. */
  void remove(String name) {
    Admin.send("/api/nodes/" + name, "DELETE", null);
    simulators.remove(name).close();
  }

  private Simulator start(String name, SimulatorSettings settings) {
    Simulator simulator = Simulator.start(name, 0, settings);
    simulators.put(name, simulator);
    return simulator;
  }

  static void put(String name, String body) {
    HttpResponse<String> answer = Admin.send("/api/nodes/" + name, "PUT", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  void fault(String name, Fault fault) {
    simulators.get(name).fault(fault);
  }

  void settings(String name, SimulatorSettings settings) {
    simulators.get(name).settings(settings);
  }

  /** Ends a node, which stays in the pool. */
  void kill(String name) {
    simulators.get(name).close();
  }

  long started(String name) {
    return simulators.get(name).stats().started();
  }

  static JsonNode nodes() {
    return json(Admin.get("/api/nodes").body());
  }

  static JsonNode node(String name) {
    return json(Admin.get("/api/nodes/" + name).body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("not JSON: " + text, notJson);
    }
  }

  /** Waits until {@code condition} holds, at most {@code time}. */
  static void await(String what, Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited %s for: %s", time, what).isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() {
    simulators.keySet().forEach(name -> Admin.send("/api/nodes/" + name, "DELETE", null));
    simulators.values().forEach(Simulator::close);
  }
}
