package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.Fault;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients leave, and their node is told within a second. */
final class CancellationIT extends DeployedEar {

  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private Fleet fleet;
  private Simulator node;

  @BeforeEach
  void open() {
    fleet = new Fleet();
    node = fleet.add("one", slow(Duration.ofMillis(5)), 1);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void twoHundredStreamsLeftInTheMidstAreAborted(boolean byReset) {
    List<RawCall> calls = start(200, true);
    calls.forEach(call -> call.readEvents(3));

    leave(calls, byReset);

    expectAborted(200);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, false", "false, true"})
  void callsLeftBeforeTheirFirstContentAreAborted(boolean stream, boolean byReset) {
    node.settings(slow(Duration.ofMinutes(1)));
    List<RawCall> calls = start(50, stream);
    Fleet.await("calls to arrive", Duration.ofSeconds(5), () -> node.stats().inFlight() == 50);

    leave(calls, byReset);

    expectAborted(50);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void callsOfAClientThatWouldRatherSpeakHttp2AreAborted(boolean stream) {
    node.settings(slow(Duration.ofMinutes(1)));
    // Java's own client asks for HTTP/2 unless it is told not to.
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(
          client.sendAsync(
              Http.posting("/v1/chat/completions", Http.chat("question " + i, stream)),
              HttpResponse.BodyHandlers.ofString()));
    }
    Fleet.await("calls to arrive", Duration.ofSeconds(5), () -> node.stats().inFlight() == 20);

    calls.forEach(call -> call.cancel(true));

    expectAborted(20);
  }

  @Test
  void callsLeftWhileTheirNodeSendsKeepAlivesAreAborted() {
    node.fault(Fault.BUSY_KEEP_ALIVE);
    List<RawCall> calls = start(50, true);
    Fleet.await("calls to arrive", Duration.ofSeconds(5), () -> node.stats().inFlight() == 50);

    leave(calls, false);

    expectAborted(50);
  }

  private static SimulatorSettings slow(Duration timeToFirstToken) {
    return Fleet.quick()
        .withTimeToFirstToken(timeToFirstToken)
        .withTimePerToken(Duration.ofMillis(50))
        .withAnswerTokens(400);
  }

  private static List<RawCall> start(int count, boolean stream) {
    List<RawCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(new RawCall("question " + i, stream));
    }
    return calls;
  }

  private static void leave(List<RawCall> calls, boolean byReset) {
    calls.forEach(byReset ? RawCall::reset : RawCall::close);
  }

  private void expectAborted(int count) {
    Fleet.await("aborts at the node", ONE_SECOND, () -> node.stats().aborted() == count);
    assertThat(node.stats().inFlight()).isZero();
    Fleet.await(
        "the gauge at 0", ONE_SECOND, () -> Fleet.node("one").path("inFlight").asInt() == 0);
    Fleet.await(
        "the gateway's gauge at 0",
        ONE_SECOND,
        () ->
            Http.get("/metrics")
                .body()
                .contains("tidegate_requests_in_flight{mp_scope=\"application\",} 0.0"));
  }
}
