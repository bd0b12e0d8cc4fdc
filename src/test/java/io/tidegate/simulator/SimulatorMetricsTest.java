package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node tells of its load and of the account. */
class SimulatorMetricsTest {
  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.start("telling", 0, Requests.instant().withCapacity(4));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void showsItsLoadAsVllmDoes() throws Exception {
    HttpResponse<String> response = metrics();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body())
        .isEqualTo(
            """
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="deepseek-flash"} 0
            # TYPE vllm:num_requests_waiting gauge
            vllm:num_requests_waiting{engine="0",model_name="deepseek-flash"} 0
            # TYPE vllm:kv_cache_usage_perc gauge
            vllm:kv_cache_usage_perc{engine="0",model_name="deepseek-flash"} 0.0000
            """);
  }

  @Test
  void countsTheCallsInFlight() throws Exception {
    simulator.fault(Fault.STALL);
    try (RawConnection connection = new RawConnection(simulator.port())) {
      connection.send("/v1/chat/completions", Requests.chat("Hi", true));
      connection.awaitByte();

      assertThat(metrics().body())
          .contains("running{engine=\"0\",model_name=\"deepseek-flash\"} 1\n")
          .contains("perc{engine=\"0\",model_name=\"deepseek-flash\"} 0.1875\n");
    }
    Requests.await(Duration.ofSeconds(5), () -> simulator.stats().inFlight() == 0);

    assertThat(metrics().body()).contains("perc{engine=\"0\",model_name=\"deepseek-flash\"} 0.0");
  }

  @Test
  void showsWhoWaitsForAPlace() throws Exception {
    simulator.settings(Requests.instant().withCapacity(1).withQueue(9));
    simulator.fault(Fault.STALL);
    simulator.waiting(3);
    try (RawConnection working = new RawConnection(simulator.port());
        RawConnection waiting = new RawConnection(simulator.port())) {
      working.send("/v1/chat/completions", Requests.chat("Hi", true));
      waiting.send("/v1/chat/completions", Requests.chat("Hi", true));
      Requests.await(Duration.ofSeconds(5), () -> simulator.stats().queued() == 1);

      assertThat(metrics().body())
          .contains("running{engine=\"0\",model_name=\"deepseek-flash\"} 1\n")
          .contains("waiting{engine=\"0\",model_name=\"deepseek-flash\"} 4\n");
    }
  }

  @Test
  void showsAQueueAsLongAsItIsTold() throws Exception {
    simulator.waiting(3);
    assertThat(metrics().body()).contains("waiting{engine=\"0\",model_name=\"deepseek-flash\"} 3");

    assertThat(putWaiting("{\"waiting\":7}").body()).isEqualTo("{\"waiting\":7}");
    assertThat(metrics().body()).contains("waiting{engine=\"0\",model_name=\"deepseek-flash\"} 7");
    assertThat(Requests.get(simulator, "/simulator/waiting").body()).isEqualTo("{\"waiting\":7}");
  }

  @Test
  void refusesAQueueThatIsNoNumber() throws Exception {
    for (String body : new String[] {"{\"waiting\":-1}", "{\"waiting\":\"long\"}", "{}", "7"}) {
      assertThat(putWaiting(body).statusCode()).as(body).isEqualTo(400);
    }
    assertThatThrownBy(() -> simulator.waiting(-1)).hasMessageContaining("waiting");
    assertThat(metrics().body()).contains("waiting{engine=\"0\",model_name=\"deepseek-flash\"} 0");
  }

  @Test
  void showsTheBalanceOfTheAccount() throws Exception {
    JsonNode balance = Requests.json(Requests.get(simulator, "/user/balance"));
    assertThat(balance.path("is_available").booleanValue()).isTrue();
    assertThat(balance.at("/balance_infos/0/currency").textValue()).isEqualTo("USD");
    assertThat(balance.at("/balance_infos/0/total_balance").textValue()).isEqualTo("12.30");

    simulator.fault(Fault.BALANCE_EMPTY);

    JsonNode empty = Requests.json(Requests.get(simulator, "/user/balance"));
    assertThat(empty.path("is_available").booleanValue()).isFalse();
    assertThat(empty.at("/balance_infos/0/total_balance").textValue()).isEqualTo("0.00");
  }

  @Test
  void showsTheBalanceOnlyToWhomItBelongs() throws Exception {
    simulator.settings(simulator.settings().withRequiredKey("right"));

    assertThat(Requests.get(simulator, "/user/balance").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> metrics() throws IOException, InterruptedException {
    URI url = simulator.url().resolve("/metrics");
    return Requests.CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> putWaiting(String body) throws IOException, InterruptedException {
    return Requests.CLIENT.send(
        Requests.request(simulator, "/simulator/waiting")
            .PUT(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
