package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ModelFacts;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.probes.Prober;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.RecordedLog;
import io.tidegate.upstream.Probe;
import io.tidegate.upstream.Unreachable;
import io.tidegate.upstream.wire.NoWayException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a node serves nothing. */
class NodeReasonTest {

  private final Fleet fleet = new Fleet(Map.of());
  private final FakeUpstream upstream = fleet.upstream();
  private final Prober prober = new Prober(fleet.pool(), upstream, fleet.config(), fleet.clock());

  @RegisterExtension final RecordedLog log = new RecordedLog(Prober.class.getName());

  @ParameterizedTest
  @CsvSource({"404, 404", "401, 401", "503, 503", "200, lists no model", "302, a redirect (302)"})
  void aReplyWithoutModelsIsExplainedOnce(int status, String words) {
    Node node = fleet.add("a");
    for (int i = 0; i < 3; i++) {
      ask();
      upstream.answerProbe("a", status);
    }

    assertThat(node.reason().orElseThrow()).startsWith("GET /models ").contains(words);
    assertThat(log.records()).containsExactly("node {0} cannot be used: {1}");
  }

  @Test
  void aNodeThatCannotBeReachedIsExplainedUntilItCan() {
    Node node = fleet.add("a");
    ask();
    upstream.failProbe("a");
    assertThat(node.reason()).hasValue("it hangs up");
    assertThat(node.condition()).isEqualTo("unknown");

    upstream.answerProbe("a", 200, "chat");
    ask();
    assertThat(node.reason()).isEmpty();
    assertThat(node.usable()).isTrue();
    assertThat(log.records()).hasSize(2).endsWith("node {0} tells its models");
  }

  @Test
  void saysWhatAFailureMeans() {
    assertThat(
            List.of(
                Unreachable.why(new CompletionException(new UnknownHostException("gpu1"))),
                Unreachable.why(new ConnectException("Connection refused")),
                Unreachable.why(new TimeoutException()),
                Unreachable.why(new SocketTimeoutException()),
                Unreachable.why(new SSLException("PKIX")),
                Unreachable.why(new IOException("reset")),
                Unreachable.why(new IllegalStateException("closed"))))
        .allSatisfy(why -> assertThat(why).isNotBlank())
        .noneMatch(why -> why.contains("gpu1"));
  }

  @Test
  void saysWhatKeptTheServerFromAskingANode() {
    assertThat(Unreachable.why(new CompletionException(NoWayException.forbidden())))
        .isEqualTo(
            "its host name leads to an address of link-local or metadata services, which"
                + " tidegate.upstream.allow does not name");
    assertThat(Unreachable.why(NoWayException.refused(407)))
        .isEqualTo("the proxy refused the way to the node with status 407");
    assertThat(Unreachable.why(new CompletionException(NoWayException.withoutThread())))
        .isEqualTo("the server has no thread to look its host name up");
  }

  @Test
  void blamesANodesWordsOnlyWhereItHasSaidSome() {
    assertThat(Unreachable.why(new ProtocolException("garbage")))
        .isEqualTo("what it says is no HTTP; perhaps it wants https");
    assertThat(Unreachable.why(new IllegalStateException("closed")))
        .isEqualTo("the gateway failed to ask it");
  }

  @Test
  void showsWhatNodesTellOfAModel() {
    Node a = fleet.add("a", "chat");
    Node b = fleet.add("b", "chat=org/Chat");
    a.told(Map.of("chat", new ModelFacts(5, 4096, 0)));
    b.told(Map.of("org/Chat", new ModelFacts(7, 2048, 0), "chat", new ModelFacts(1, 1, 1)));

    assertThat(fleet.pool().facts("chat")).isEqualTo(new ModelFacts(5, 2048, 0));
    assertThat(fleet.pool().facts("other")).isEqualTo(ModelFacts.UNKNOWN);
    assertThat(new Probe(200, List.of("a")).trouble()).isEmpty();
  }

  private void ask() {
    fleet.clock().advance(Duration.ofMinutes(2));
    prober.tick();
  }
}
