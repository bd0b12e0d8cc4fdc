package io.tidegate.upstream;

import static io.tidegate.testing.ScriptedServer.answer;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.testing.ScriptedServer;
import io.tidegate.testing.ScriptedServer.Script;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over real sockets beside a name server that does not answer. */
@Timeout(30)
class HttpUpstreamNamesTest {

  private static final String OWN = plainAnswer("own", "stop");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Script PLAIN = answer(200, "application/json", OWN);

  private final UpstreamFixture node = new UpstreamFixture(2);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void noCallerWaitsForANameServerAndNodesThatAreKnownGoOn() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(PLAIN, PLAIN, PLAIN)) {
      String known = server.url().replace("localhost", "known.test");
      node.known.put("known.test", List.of("127.0.0.1"));
      assertThat(node.ask(known).kind()).isEqualTo(Kind.COMPLETED);
      node.known.remove("known.test");

      List<UpstreamFixture.Asked> hanging = new ArrayList<>();
      List<CompletionStage<?>> probes = new ArrayList<>();
      NodeAddress slow = UpstreamFixture.target("http://slow.test:1");
      for (int i = 0; i < 50; i++) {
        hanging.add(node.ask("http://slow.test:1"));
        probes.add(node.upstream.probe(slow));
        probes.add(node.upstream.fetch(slow, URI.create("http://slow.test:1/metrics")));
        node.upstream.maintain(List.of(slow, UpstreamFixture.target(known)));
      }
      assertThat(node.ask(known).text()).isEqualTo(OWN);
      assertThat(node.ask(server.url()).text()).as("a name looked up now").isEqualTo(OWN);
      assertThat(hanging).allSatisfy(one -> assertThat(one.kind()).isEqualTo(Kind.UNREACHABLE));
      assertThat(probes)
          .allSatisfy(one -> assertThat(one.toCompletableFuture()).failsWithin(TEN_SECONDS));
    }
  }

  @Test
  void triesTheNextAddressWhereNobodyListens() throws Exception {
    node.known.put("two.test", List.of("127.0.0.77", "127.0.0.1"));
    try (ScriptedServer server = ScriptedServer.start(PLAIN, PLAIN)) {
      String url = server.url().replace("localhost", "two.test");
      assertThat(node.ask(url).text()).isEqualTo(OWN);
      assertThat(server.request().headers().get("host")).startsWith("two.test:");
    }
  }

  @Test
  void failsWhenNoneOfTheAddressesListens() throws Exception {
    node.known.put("none.test", List.of("127.0.0.77", "127.0.0.78"));
    assertThat(node.ask("http://none.test:1").kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aNameForWhichTheServerHasNoThreadSaysNothingOfTheNode() throws Exception {
    node.refuseLookUps();
    UpstreamFixture.Asked asked = node.ask("http://new.test:1");

    assertThat(asked.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(asked.outcome().join().failure().code()).isEqualTo(ErrorCode.GATEWAY_OVERLOADED);
    assertThat(asked.outcome().join().retryable()).isTrue();
  }

  @Test
  void needsNoNameServerForAnAddress() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(PLAIN)) {
      String url = server.url().replace("localhost", "127.0.0.1");
      node.ask("http://slow.test:1");
      node.ask("http://slower.test:1");
      assertThat(node.ask(url).text()).isEqualTo(OWN);
    }
  }
}
