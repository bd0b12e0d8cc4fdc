package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is switched and watched while it runs, from inside and over HTTP. */
class SimulatorControlTest {
  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.start("control", 0, Requests.instant());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void switchesTheFaultOverHttp() throws Exception {
    HttpResponse<String> response = put("/simulator/fault", "{\"fault\":\"BUSY_503\"}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(simulator.fault()).isEqualTo(Fault.BUSY_503);
    assertThat(Requests.get(simulator, "/simulator/fault").body())
        .isEqualTo("{\"fault\":\"BUSY_503\"}");
  }

  @Test
  void refusesAnUnknownFault() throws Exception {
    HttpResponse<String> response = put("/simulator/fault", "{\"fault\":\"FIRE\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("FIRE").contains("BUSY_503");
    assertThat(simulator.fault()).isEqualTo(Fault.NONE);
  }

  @Test
  void changesOnlyTheNamedSettings() throws Exception {
    HttpResponse<String> response =
        put("/simulator/settings", "{\"capacity\":7,\"timePerToken\":\"PT0.5S\"}");

    assertThat(simulator.settings())
        .isEqualTo(Requests.instant().withCapacity(7).withTimePerToken(Duration.ofMillis(500)));
    JsonNode json = Requests.json(response);
    assertThat(json.path("capacity").intValue()).isEqualTo(7);
    assertThat(json.path("timePerToken").textValue()).isEqualTo("PT0.5S");
    assertThat(json.path("reasoning").booleanValue()).isTrue();
    assertThat(json).isEqualTo(Requests.json(Requests.get(simulator, "/simulator/settings")));
  }

  @Test
  void refusesWrongSettingsAsAWhole() throws Exception {
    assertWrong("{\"answerTokens\":9,\"capacity\":0}", "capacity must be at least 1, but is 0");
    assertWrong("{\"jitter\":\"much\"}", "jitter must be a number from 0 to 1, but is 'much'");
    assertWrong("{\"timeToFirstToken\":200}", "timeToFirstToken must be an ISO-8601 duration");
    assertWrong("{\"reasoning\":\"maybe\"}", "reasoning must be true or false");
    assertWrong("{\"speed\":1}", "no such setting: speed");
    assertWrong("[]", "the body must be a JSON object");
  }

  @Test
  void tellsItsStatsOverHttp() throws Exception {
    Requests.post(simulator, "/chat/completions", Requests.chat("Hi", false));

    assertThat(Requests.get(simulator, "/simulator/stats").body())
        .isEqualTo(
            "{\"started\":1,\"completed\":1,\"refused\":0,\"aborted\":0,\"inFlight\":0,\"queued\":0}");
  }

  @Test
  void answersWithoutThePrefixToo() throws Exception {
    String url = simulator.url().toString().replace("/v1", "/models");

    HttpResponse<String> response =
        Requests.CLIENT.send(
            HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAPortThatIsTaken() {
    assertThatThrownBy(() -> Simulator.start("second", simulator.port(), Requests.instant()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + simulator.port());
  }

  @Test
  void leavesTheCallersTimerAlone() {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    try {
      Simulator.start("guest", 0, Requests.instant(), timer).close();

      assertThat(timer.isShutdown()).isFalse();
    } finally {
      timer.shutdownNow();
    }
  }

  @Test
  void endsItsCallsWhenClosed() throws Exception {
    simulator.fault(Fault.STALL);
    try (RawConnection connection = new RawConnection(simulator.port())) {
      connection.send("/v1/chat/completions", Requests.chat("Hi", true));
      connection.awaitByte();

      simulator.close();

      assertThat(simulator.stats()).isEqualTo(new SimulatorStats(1, 0, 0, 1, 0, 0));
      assertThat(connection.seen().end()).isEqualTo(RawConnection.End.CLOSED);
    }
  }

  private void assertWrong(String body, String message) throws Exception {
    HttpResponse<String> response = put("/simulator/settings", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Requests.json(response).at("/error/message").textValue()).contains(message);
    assertThat(simulator.settings()).isEqualTo(Requests.instant());
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return Requests.CLIENT.send(
        Requests.request(simulator, path).PUT(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }
}
