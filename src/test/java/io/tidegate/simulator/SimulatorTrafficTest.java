package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.RawConnection.End;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The capacity of a node and its books. */
class SimulatorTrafficTest {
  private static final String CHAT = "/chat/completions";
  private static final Duration SOON = Duration.ofSeconds(1);

  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.start("books", 0, Requests.instant());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void refusesABodyOfMoreValuesThanItMakesATreeOf() throws Exception {
    String many = "\"x\":[" + "{},".repeat(20_000) + "{}],";

    assertThat(Requests.post(simulator, CHAT, Requests.chat("Hi", many)).statusCode())
        .isEqualTo(400);
    assertThat(Requests.post(simulator, CHAT, Requests.chat("Hi", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void isBusyWhileItHoldsAsManyBytesAsItCan() throws Exception {
    String large = Requests.chat("x".repeat(20 << 20), false);
    simulator.settings(Requests.instant().withTimeToFirstToken(Duration.ofHours(1)));
    try (RawConnection connection = new RawConnection(simulator.port())) {
      connection.send("/v1" + CHAT, large);
      Requests.await(Duration.ofSeconds(5), () -> simulator.stats().inFlight() == 1);
      simulator.settings(Requests.instant());

      assertThat(Requests.post(simulator, CHAT, large).statusCode()).isEqualTo(503);
      assertThat(Requests.post(simulator, CHAT, Requests.chat("Hi", "")).statusCode())
          .isEqualTo(200);
    }
    Requests.await(SOON, () -> simulator.stats().inFlight() == 0);
    assertThat(Requests.post(simulator, CHAT, large).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, true, false",
    "NONE, false, false",
    "BUSY_BLANK_LINES, true, true",
    "BUSY_BLANK_LINES, false, true",
    "BUSY_KEEP_ALIVE, true, true",
    "STALL, true, true",
    "STALL, false, true",
    "STALL_MID_STREAM, true, true",
    "STALL_MID_STREAM, false, true"
  })
  void countsAClientThatLeaves(Fault fault, boolean stream, boolean headFirst) throws IOException {
    Duration first = headFirst ? Duration.ZERO : Duration.ofHours(1);
    simulator.settings(Requests.instant().withTimeToFirstToken(first));
    simulator.fault(fault);
    try (RawConnection connection = new RawConnection(simulator.port())) {
      connection.send("/v1" + CHAT, Requests.chat("Hi", stream));
      if (headFirst) {
        connection.awaitByte();
      }
      Requests.await(SOON, () -> simulator.stats().inFlight() == 1);
    }

    Requests.await(SOON, () -> simulator.stats().aborted() == 1);
    assertThat(simulator.stats()).isEqualTo(new SimulatorStats(1, 0, 0, 1, 0, 0));
  }

  @Test
  void countsAClientThatLeavesBetweenTokens() throws IOException {
    simulator.settings(Requests.instant().withTimePerToken(Duration.ofHours(1)));
    try (RawConnection connection = new RawConnection(simulator.port())) {
      connection.send("/v1" + CHAT, Requests.chat("Hi", true));
      connection.awaitByte();
    }

    Requests.await(SOON, () -> simulator.stats().aborted() == 1);
  }

  @Test
  void countsAClientThatClosesOnlyItsSendingHalf() throws IOException {
    simulator.fault(Fault.STALL);
    try (RawConnection connection = new RawConnection(simulator.port())) {
      connection.send("/v1" + CHAT, Requests.chat("Hi", true));
      connection.awaitByte();
      connection.closeSendingHalf();

      Requests.await(SOON, () -> simulator.stats().aborted() == 1);
    }
  }

  @Test
  void refusesWhatIsOverItsCapacity() throws Exception {
    simulator.settings(Requests.instant().withCapacity(2));
    simulator.fault(Fault.STALL);
    try (RawConnection one = new RawConnection(simulator.port());
        RawConnection two = new RawConnection(simulator.port())) {
      one.send("/v1" + CHAT, Requests.chat("1", true));
      two.send("/v1" + CHAT, Requests.chat("2", true));
      one.awaitByte();
      two.awaitByte();

      HttpResponse<String> third = Requests.post(simulator, CHAT, Requests.chat("3", false));

      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("retry-after")).hasValue("2");
      assertThat(simulator.stats()).isEqualTo(new SimulatorStats(2, 0, 1, 0, 2, 0));
    }
  }

  @Test
  void letsCallsWaitForAPlaceInTheOrderInWhichTheyCame() throws Exception {
    simulator.settings(Requests.instant().withCapacity(1).withQueue(2));
    simulator.fault(Fault.STALL_MID_STREAM);
    RawConnection working = new RawConnection(simulator.port());
    try (RawConnection second = new RawConnection(simulator.port());
        RawConnection third = new RawConnection(simulator.port())) {
      working.send("/v1" + CHAT, Requests.chat("1", true));
      working.awaitByte();
      simulator.fault(Fault.NO_DONE);
      second.send("/v1" + CHAT, Requests.chat("2", true));
      Requests.await(SOON, () -> simulator.stats().queued() == 1);
      simulator.fault(Fault.STALL_MID_STREAM);
      third.send("/v1" + CHAT, Requests.chat("3", true));
      Requests.await(SOON, () -> simulator.stats().queued() == 2);

      assertThat(second.seen()).isEqualTo(new RawConnection.Seen("", "", End.SILENT));
      assertThat(Requests.post(simulator, CHAT, Requests.chat("4", true)).statusCode())
          .isEqualTo(429);
      assertThat(simulator.stats()).isEqualTo(new SimulatorStats(3, 0, 1, 0, 1, 2));

      working.close();
      assertThat(second.seen().end()).isEqualTo(End.ENDED);
      third.awaitByte();
      assertThat(simulator.stats()).isEqualTo(new SimulatorStats(3, 1, 1, 1, 1, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void startsTheTimeOfAnAnswerWithItsPlace(boolean stream) throws Exception {
    Duration first = Duration.ofMillis(100);
    simulator.settings(Requests.instant().withCapacity(1).withQueue(9).withTimeToFirstToken(first));
    long began = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(Requests.sendAsync(simulator, CHAT, Requests.chat("call " + i, stream)));
    }

    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(first.multipliedBy(4));
    assertThat(simulator.stats()).isEqualTo(new SimulatorStats(4, 4, 0, 0, 0, 0));
  }

  @Test
  void forgetsAClientThatLeavesItsQueue() throws Exception {
    simulator.settings(Requests.instant().withCapacity(1).withQueue(1));
    simulator.fault(Fault.STALL);
    try (RawConnection working = new RawConnection(simulator.port())) {
      working.send("/v1" + CHAT, Requests.chat("1", true));
      working.awaitByte();
      try (RawConnection waiting = new RawConnection(simulator.port())) {
        waiting.send("/v1" + CHAT, Requests.chat("2", true));
        Requests.await(SOON, () -> simulator.stats().queued() == 1);
      }

      Requests.await(SOON, () -> simulator.stats().aborted() == 1);
      assertThat(simulator.stats()).isEqualTo(new SimulatorStats(2, 0, 0, 1, 1, 0));
    }
  }

  @Test
  void freesAPlaceBeforeTheClientSeesTheEnd() throws Exception {
    simulator.settings(Requests.instant().withCapacity(1));

    for (int i = 0; i < 200; i++) {
      String ask = Requests.chat("call " + i, i % 2 == 0);
      assertThat(Requests.post(simulator, CHAT, ask).statusCode()).isEqualTo(200);
    }

    assertThat(simulator.stats()).isEqualTo(new SimulatorStats(200, 200, 0, 0, 0, 0));
  }

  @Test
  void countsACutAsCompletedAndABusyFaultAsRefused() throws IOException {
    simulator.fault(Fault.CUT_MID_STREAM);
    RawConnection.post(simulator.port(), "/v1" + CHAT, Requests.chat("Hi", true));
    simulator.fault(Fault.BUSY_503);
    RawConnection.post(simulator.port(), "/v1" + CHAT, Requests.chat("Hi", true));

    assertThat(simulator.stats()).isEqualTo(new SimulatorStats(1, 1, 1, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"150, 0", "20, 30", "20, 1000000"})
  void keepsItsBooksBalancedUnderLoad(int capacity, int queue) throws Exception {
    simulator.settings(
        Requests.instant()
            .withCapacity(capacity)
            .withQueue(queue)
            .withTimeToFirstToken(Duration.ofMillis(100))
            .withTimePerToken(Duration.ofMillis(10))
            .withJitter(0.5));
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    List<RawConnection> leavers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String ask = Requests.chat("call " + i, i % 2 == 0);
      calls.add(Requests.sendAsync(simulator, CHAT, ask));
      if (i % 5 == 0) {
        RawConnection leaver = new RawConnection(simulator.port());
        leaver.send("/v1" + CHAT, Requests.chat("bye", true));
        leavers.add(leaver);
      }
      assertBalanced();
    }
    for (RawConnection leaver : leavers) {
      leaver.close();
      assertBalanced();
    }
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get(5, TimeUnit.SECONDS).statusCode()).isIn(200, 429);
      assertBalanced();
    }

    Requests.await(SOON, () -> simulator.stats().inFlight() == 0);
    assertBalanced();
    SimulatorStats stats = simulator.stats();
    assertThat(stats.started() + stats.refused()).isEqualTo(240);
    assertThat(stats.completed()).isPositive();
  }

  private void assertBalanced() {
    SimulatorStats stats = simulator.stats();
    assertThat(stats.completed() + stats.aborted() + stats.inFlight() + stats.queued())
        .isEqualTo(stats.started());
    assertThat(stats.inFlight()).isLessThanOrEqualTo(simulator.settings().capacity());
  }
}
