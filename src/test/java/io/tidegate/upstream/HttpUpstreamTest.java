package io.tidegate.upstream;

import static io.tidegate.testing.ScriptedServer.answer;
import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.testing.ScriptedServer;
import io.tidegate.upstream.wire.NameCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to nodes over real sockets. */
@Timeout(30)
class HttpUpstreamTest {

  private static final int WINDOW = 64 << 10;
  private static final Failure GONE = Failure.of(ErrorCode.CLIENT_CLOSED, "Gone.");
  private static final String ANSWER = plainAnswer("Hello", "stop");
  private static final ScriptedServer.Script PLAIN = answer(200, "application/json", ANSWER);

  private final HttpUpstream upstream =
      new HttpUpstream(
          UpstreamFixture.CONFIG,
          new NameCache(InetAddress::getAllByName, Runnable::run, System::nanoTime),
          System::nanoTime,
          InstantSource.system(),
          new Watchdog(System::nanoTime));

  private Answer answer;
  private AnswerReader reader;
  private CompletableFuture<Outcome> outcome;

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void sendsWhatItBuiltAndNothingOfTheClient() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(PLAIN)) {
      start(server.url() + "/v1", "node-key", false);
      assertThat(ended().kind()).isEqualTo(Kind.COMPLETED);
      ScriptedServer.Request request = server.request();

      assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
      assertThat(request.headers())
          .containsEntry("authorization", "Bearer node-key")
          .containsEntry("x-request-id", "req_12345678")
          .containsEntry("accept", "application/json")
          .containsEntry("accept-encoding", "identity");
      assertThat(request.headers().get("content-type")).startsWith("application/json");
      assertThat(request.headers().keySet())
          .isSubsetOf(
              "accept",
              "accept-encoding",
              "authorization",
              "connection",
              "content-length",
              "content-type",
              "host",
              "user-agent",
              "x-request-id");
      assertThat(request.body())
          .isEqualTo("{\"model\":\"node-model\",\"stream\":false,\"messages\":[{}]}");
    }
  }

  @Test
  void sendsNoCredentialToANodeThatHasNone() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(PLAIN)) {
      start(server.url(), null, false);
      ended();
      ScriptedServer.Request request = server.request();

      assertThat(request.line()).isEqualTo("POST /chat/completions HTTP/1.1");
      assertThat(request.headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void usesAConnectionAgainAfterACompleteAnswerOrRefusal() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(PLAIN, answer(503, "application/json", "{}"), PLAIN)) {
      for (Kind kind : List.of(Kind.COMPLETED, Kind.BUSY, Kind.COMPLETED)) {
        start(server.url(), null, false);
        assertThat(ended().kind()).isEqualTo(kind);
        assertThat(server.request().connection()).isEqualTo(1);
      }
    }
  }

  @Test
  void passesAStreamOnAndAsksForOne() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            wire -> wire.streamHead().chunk("\n\n").chunk(HELLO).chunk(DONE).lastChunk())) {
      start(server.url(), null, true);
      assertThat(ended().kind()).isEqualTo(Kind.COMPLETED);

      assertThat(server.request().headers()).containsEntry("accept", "text/event-stream");
      assertThat(drain()).isEqualTo(HELLO.length() + DONE.length());
      assertThat(answer.failure()).isNull();
    }
  }

  @Test
  void hangsUpWithinASecondOfACancellation() throws Exception {
    for (String before : List.of("", HELLO)) {
      CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
      try (ScriptedServer server =
          ScriptedServer.start(
              wire -> {
                try {
                  wire.streamHead().chunk(": keep-alive\n\n" + before);
                } catch (IOException soSoon) {
                  hungUp.complete(true);
                }
                hungUp.complete(wire.hungUpWithin(Duration.ofSeconds(5)));
              })) {
        Upstream.Running running = start(server.url(), null, true);
        server.request();
        await(() -> before.isEmpty() || answer.head() != null);
        long cancelled = System.nanoTime();
        running.cancel(GONE);

        assertThat(ended().kind()).isEqualTo(Kind.CANCELLED);
        assertThat(hungUp.get(6, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - cancelled).isLessThan(1_000_000_000L);
      }
    }
  }

  @Test
  void failsWhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    start("http://localhost:" + port, null, false);

    assertThat(ended().kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(ended().retryable()).isTrue();
    assertThat(answer.head()).isNull();
  }

  @Test
  void failsWhenTheNodeHangsUpBeforeAnAnswer() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(wire -> wire.close())) {
      start(server.url(), null, false);

      assertThat(ended().kind()).isEqualTo(Kind.FAILED);
      assertThat(ended().delivered()).isFalse();
    }
  }

  @Test
  void failsAnAnswerThatTheNodeCutsInItsMidst() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.start(wire -> wire.streamHead().chunk(HELLO).await(seen).reset())) {
      start(server.url(), null, true);
      await(() -> answer.head() != null);
      seen.countDown();

      assertThat(ended().kind()).isEqualTo(Kind.FAILED);
      assertThat(ended().delivered()).isTrue();
      await(answer::ended);
      assertThat(answer.failure()).isNotNull();
    }
  }

  @Test
  void tellsHowLongABusyNodeWantsToBeLeftAlone() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            wire -> wire.write("HTTP/1.1 429 X\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"))) {
      start(server.url(), null, false);

      assertThat(ended().kind()).isEqualTo(Kind.BUSY);
      assertThat(ended().notBefore()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @Test
  void holdsTheNodeBackWhileTheClientIsSlow() throws Exception {
    String event = "data: {\"choices\":[{\"text\":\"" + "x".repeat(16 << 10) + "\"}]}\n\n";
    int events = 2_000;
    try (ScriptedServer server =
        ScriptedServer.start(
            wire -> {
              wire.streamHead();
              for (int i = 0; i < events; i++) {
                wire.chunk(event);
              }
              wire.chunk(DONE).lastChunk();
            })) {
      start(server.url(), null, true);
      long stalledAt = awaitStall(server);

      assertThat(stalledAt).isLessThan((long) events * event.length() / 2);
      int buffered = poll();
      reader.passedOn(buffered);
      assertThat(buffered).isLessThan(4 * WINDOW);
      long total = buffered;
      while (!reader.finished()) {
        total += drain();
        LockSupport.parkNanos(100_000);
      }
      assertThat(total).isEqualTo((long) events * event.length() + DONE.length());
      assertThat(ended().kind()).isEqualTo(Kind.COMPLETED);
    }
  }

  private Upstream.Running start(String url, String apiKey, boolean stream) {
    answer = new Answer();
    reader = answer.open(() -> {}).orElseThrow();
    outcome = new CompletableFuture<>();
    Deadline deadline = Deadline.after(System.nanoTime(), Duration.ofMinutes(1));
    NodeAddress target = new NodeAddress("n1", URI.create(url), apiKey);
    return upstream.start(
        new Attempt(AttemptFixture.call(stream, deadline), target, "node-model", 1, answer),
        outcome::complete);
  }

  /** The outcome is told before the last event is seen: the reader's end is waited for, too. */
  private Outcome ended() throws Exception {
    Outcome told = outcome.get(10, TimeUnit.SECONDS);
    await(() -> !told.delivered() || answer.ended());
    return told;
  }

  /** Takes what is there, as a client would, and tells how much it was. */
  private int drain() {
    int bytes = poll();
    reader.passedOn(bytes);
    return bytes;
  }

  /** Polls what is there without letting the node go on. */
  private int poll() {
    int bytes = 0;
    for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
      bytes += event.length;
    }
    return bytes;
  }

  private static long awaitStall(ScriptedServer server) {
    long[] before = {0, System.nanoTime()};
    await(
        () -> {
          if (server.written() != before[0]) {
            before[0] = server.written();
            before[1] = System.nanoTime();
          }
          return before[0] > 0 && System.nanoTime() - before[1] > 300_000_000L;
        });
    return before[0];
  }

  private static void await(BooleanSupplier condition) {
    long give = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - give).as("waited too long").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
