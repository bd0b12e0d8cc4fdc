package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What administrators see of a node. */
final class NodeViewJsonTest {

  @Test
  void aNodeIsShownWithoutItsKey() {
    NodeSpec spec =
        new NodeSpec(
            "gpu1",
            URI.create("http://10.0.0.7:8000/v1"),
            "sk-secret",
            2,
            64,
            true,
            Tier.PRIVATE,
            "eu",
            Map.of("flash", "flash-v3"),
            new Billing("acme", 0.27, 1),
            "api-key",
            NodeDialects.ANY);

    assertThat(shown(new Node(spec, Fleet.config(Map.of()))))
        .isEqualTo(
            """
            {"name":"gpu1","url":"http://10.0.0.7:8000/v1","weight":2,"maxConnections":64,\
            "draining":true,"tier":"private","region":"eu","account":"acme","inputPrice":0.27,\
            "outputPrice":1.0,"keyHeader":"api-key","models":["flash=flash-v3"],"dialects":[],\
            "apiKeySet":true,"state":"draining","inFlight":0,"serving":["flash"],"share":null,\
            "attemptsPerSecond":0.0,"failuresPerSecond":0.5,"limits":[]}\
            """);
  }

  @Test
  void whyANodeServesNothingIsToldWhereThatIsKnown() {
    Node node = new Node(NodeSpec.of("a", URI.create("http://a.test/v1")), Fleet.config(Map.of()));
    assertThat(node.troubled("It \"times\" out.")).isTrue();

    assertThat(shown(node))
        .isEqualTo(
            """
            {"name":"a","url":"http://a.test/v1","weight":1,"maxConnections":100,\
            "draining":false,"tier":"public","region":"","account":"","inputPrice":0.0,\
            "outputPrice":0.0,"keyHeader":"","models":[],"dialects":[],"apiKeySet":false,"state":"unknown",\
            "reason":"It \\"times\\" out.","inFlight":0,"serving":[],"share":null,\
            "attemptsPerSecond":0.0,"failuresPerSecond":0.5,"limits":[]}\
            """);
  }

  @Test
  void aModelThatTheNodeCallsTheSameIsShownOnce() {
    Node node = new Node(Fleet.spec("a", "m"), Fleet.config(Map.of()));

    assertThat(NodeViewJson.of(node, null, 0, 0.5, List.of()).models()).containsExactly("m");
  }

  private static String shown(Node node) {
    return ApiJson.text(NodeViewJson.of(node, null, 0, 0.5, List.of()));
  }
}
