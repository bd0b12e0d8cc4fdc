package io.tidegate.upstream;

import static io.tidegate.testing.ScriptedServer.answer;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Trial;
import io.tidegate.testing.ScriptedServer;
import io.tidegate.testing.ScriptedServer.Script;
import io.tidegate.tracing.Span;
import io.tidegate.tracing.Trace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a connection between two calls, over real sockets. */
@Timeout(30)
class HttpUpstreamConnectionsTest {

  private static final String OWN = plainAnswer("own", "stop");
  private static final String STRAY = plainAnswer("stray", "stop");
  private static final Script PLAIN = answer(200, "application/json", OWN);
  private static final Script CLOSE = wire -> wire.close();
  private static final Script RESET = wire -> wire.reset();

  private final UpstreamFixture node = new UpstreamFixture(2);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aUsedConnectionThatBreaksBeforeAByteCostsNothing() throws Exception {
    for (Script end : new Script[] {CLOSE, RESET}) {
      try (ScriptedServer server = ScriptedServer.start(PLAIN, end, PLAIN)) {
        assertThat(node.ask(server.url()).kind()).isEqualTo(Kind.COMPLETED);
        server.request();
        UpstreamFixture.Asked second = node.ask(server.url());

        assertThat(second.text()).isEqualTo(OWN);
        ScriptedServer.Request lost = server.request();
        ScriptedServer.Request again = server.request();
        assertThat(lost.connection()).isEqualTo(1);
        assertThat(again.connection()).isEqualTo(2);
        assertThat(again.body()).isEqualTo(lost.body()).isNotEmpty();
        assertThat(again.headers()).isEqualTo(lost.headers());
      }
    }
  }

  @Test
  void aShortTextIsAskedForOnceMoreToo() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            answer(200, "text/plain", "1"), CLOSE, answer(200, "text/plain", "2"))) {
      assertThat(node.fetch(server.url() + "/metrics").body()).isEqualTo("1");
      assertThat(node.fetch(server.url() + "/metrics").body()).isEqualTo("2");
    }
  }

  @Test
  void aNewConnectionThatBreaksIsTheNodesFailure() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(CLOSE, PLAIN)) {
      assertThat(node.ask(server.url()).kind()).isEqualTo(Kind.FAILED);
    }
  }

  @Test
  void aRequestIsRepeatedOnceAtMost() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(PLAIN, CLOSE, CLOSE, PLAIN)) {
      node.ask(server.url()).kind();
      assertThat(node.ask(server.url()).kind()).isEqualTo(Kind.FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"})
  void aRequestIsNotRepeatedOnceAByteOfTheResponseHasCome(String beginning) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(PLAIN, wire -> wire.write(beginning).reset(), PLAIN)) {
      node.ask(server.url()).kind();
      assertThat(node.ask(server.url()).kind()).isEqualTo(Kind.FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 408 Request Timeout\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "\r\n",
        "0\r\n\r\n",
        "x",
        "<html>"
      })
  void whatNobodyAskedForIsNoAnswerAndEndsTheConnection(String stray) throws Exception {
    CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    try (ScriptedServer server =
        ScriptedServer.start(
            wire -> {
              PLAIN.play(wire);
              wire.write(stray);
              hungUp.complete(wire.hungUpWithin(Duration.ofSeconds(5)));
            },
            PLAIN)) {
      assertThat(node.ask(server.url()).text()).isEqualTo(OWN);
      assertThat(hungUp.get(6, TimeUnit.SECONDS)).isTrue();
      assertThat(node.ask(server.url()).text()).isEqualTo(OWN);
      server.request();
      assertThat(server.request().connection()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 60})
  void anAnswerThatComesTwiceIsNeverTheNextCallsOwn(int cut) throws Exception {
    String twice =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + STRAY.length()
            + "\r\n\r\n"
            + STRAY;
    Script both =
        wire -> {
          String own = twice.replace(STRAY, OWN).replace("" + STRAY.length(), "" + OWN.length());
          wire.write(own + twice.substring(0, twice.length() - cut));
        };
    try (ScriptedServer server = ScriptedServer.start(both, PLAIN, PLAIN)) {
      assertThat(node.ask(server.url()).text()).isEqualTo(OWN);
      assertThat(node.ask(server.url()).text()).isEqualTo(OWN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout=0", "max=0", "timeout=5, max=0"})
  void aConnectionIsNotUsedAgainAgainstTheNodesWord(String keepAlive) throws Exception {
    Script once =
        wire ->
            wire.write("HTTP/1.1 200 X\r\nKeep-Alive: " + keepAlive)
                .write("\r\nContent-Type: application/json\r\nContent-Length: ")
                .write(OWN.length() + "\r\n\r\n" + OWN);
    try (ScriptedServer server = ScriptedServer.start(once, PLAIN)) {
      node.ask(server.url()).kind();
      assertThat(node.ask(server.url()).text()).isEqualTo(OWN);
      server.request();
      assertThat(server.request().connection()).isEqualTo(2);
    }
  }

  @Test
  void passesTheClientsTraceOn() throws Exception {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Terms terms =
        new Terms(
            Priority.NORMAL,
            false,
            0,
            Caching.DEFAULT,
            Span.of(Trace.of(parent, "a=1")),
            Trial.NONE);
    try (ScriptedServer server = ScriptedServer.start(PLAIN)) {
      node.ask(server.url(), terms).kind();
      assertThat(server.request().headers())
          .containsEntry("traceparent", parent)
          .containsEntry("tracestate", "a=1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Request-Id: n-1, n-1",
    "request-id: req_2, req_2",
    "X-Request-Id: a b,",
    "Via: x,"
  })
  void tellsWhatTheNodeCallsTheRequest(String header, String id) throws Exception {
    Script script =
        wire ->
            wire.write("HTTP/1.1 200 X\r\nContent-Type: application/json\r\n" + header)
                .write("\r\nContent-Length: " + OWN.length() + "\r\n\r\n" + OWN);
    try (ScriptedServer server = ScriptedServer.start(script)) {
      UpstreamFixture.Asked asked = node.ask(server.url());
      assertThat(asked.kind()).isEqualTo(Kind.COMPLETED);
      assertThat(asked.answer().head().nodeRequestId()).isEqualTo(id);
    }
  }
}
