package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.testing.Certificates;
import io.tidegate.testing.ScriptedServer;
import io.tidegate.upstream.access.NodeAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are reached through a proxy, over real sockets. */
final class NodeProxyTest {

  @TempDir private Path directory;

  private static NodeAccess access(Map<String, String> settings) {
    return NodeAccess.from(new Settings(settings));
  }

  @Test
  void aNodeWithTlsIsReachedThroughATunnelThatIsKept() throws Exception {
    Certificates certificates = new Certificates(directory).sign("node", "gpu.internal");
    Path password = Files.writeString(directory.resolve("password"), "open sesame\n");
    try (TestProxy proxy = new TestProxy(null);
        TlsNode node = new TlsNode(certificates.server("node"), false)) {
      Map<String, String> settings = new HashMap<>();
      String url = "https://gpu.internal:" + node.port() + "/v1";
      settings.put("tidegate.nodes.gpu.url", url);
      settings.put("tidegate.nodes.gpu.tls-ca-file", certificates.certificate("authority") + "");
      settings.put("tidegate.upstream.proxy", proxy.url());
      settings.put("tidegate.upstream.proxy-user", "gate");
      settings.put("tidegate.upstream.proxy-password-file", password.toString());
      // No name server of ours knows the node: the proxy does.
      try (UpstreamFixture fixture = new UpstreamFixture(1, access(settings))) {
        assertThat(fixture.fetch(url + "/models").status()).isEqualTo(200);
        assertThat(fixture.fetch(url + "/models").status()).isEqualTo(200);
      }
      assertThat(proxy.heads).hasSize(1);
      assertThat(proxy.heads.peek())
          .startsWith("CONNECT gpu.internal:" + node.port() + " HTTP/1.1\r\n")
          .contains("Host: gpu.internal:" + node.port() + "\r\n")
          .contains("Proxy-Authorization: Basic Z2F0ZTpvcGVuIHNlc2FtZQ==\r\n");
    }
  }

  @Test
  void aProxyThatRefusesIsAnErrorThatSaysSo() throws Exception {
    String refusal = "407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    try (TestProxy proxy = new TestProxy(refusal);
        UpstreamFixture fixture =
            new UpstreamFixture(1, access(Map.of("tidegate.upstream.proxy", proxy.url())))) {
      assertThatThrownBy(() -> fixture.fetch("https://gpu.internal/v1/models"))
          .hasRootCauseMessage("the proxy refused the way to the node with status 407");
    }
  }

  @Test
  void aProxyThatRefusesToForwardMakesANodeWithoutTlsUnreachable() throws Exception {
    String refusal = "407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno";
    try (TestProxy proxy = new TestProxy(refusal);
        UpstreamFixture fixture =
            new UpstreamFixture(1, access(Map.of("tidegate.upstream.proxy", proxy.url())))) {
      assertThatThrownBy(() -> fixture.fetch("http://gpu.internal/v1/models"))
          .hasRootCauseMessage("the proxy refused the way to the node with status 407");

      UpstreamFixture.Asked asked = fixture.ask("http://gpu.internal/v1");

      assertThat(asked.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(asked.text()).isEmpty();
    }
  }

  @Test
  void aNodeWithoutTlsIsAskedOfTheProxyByItsWholeAddress() throws Exception {
    try (TestProxy proxy = new TestProxy(null);
        UpstreamFixture fixture =
            new UpstreamFixture(1, access(Map.of("tidegate.upstream.proxy", proxy.url())))) {
      assertThat(fixture.fetch("http://gpu.internal:8000/v1/models").status()).isEqualTo(200);
      assertThat(proxy.heads.peek())
          .startsWith("GET http://gpu.internal:8000/v1/models HTTP/1.1\r\n");
    }
  }

  /** New connections are opened while the name server is away, as they are to direct nodes. */
  @Test
  void theAddressOfAProxyIsKeptAndNotThatOfNodesBehindIt() throws Exception {
    try (TestProxy proxy = new TestProxy(null)) {
      String url = proxy.url().replaceAll("//[^:]+", "//proxy.test");
      try (UpstreamFixture fixture =
          new UpstreamFixture(1, access(Map.of("tidegate.upstream.proxy", url)))) {
        fixture.known.put("proxy.test", List.of("127.0.0.1"));
        assertThat(fixture.fetch("http://gpu.internal:8000/v1/models").status()).isEqualTo(200);

        fixture.known.remove("proxy.test");
        fixture.upstream.maintain(List.of(UpstreamFixture.target("http://gpu.internal:8000/v1")));

        assertThat(fixture.fetch("http://other.internal:8000/v1/models").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void exceptionsAndThisMachineAreReachedDirectly() throws Exception {
    Map<String, String> settings =
        Map.of(
            "tidegate.upstream.proxy", "http://proxy.internal:3128",
            "tidegate.upstream.no-proxy", "gpu1, .cluster.local, 10.0.0.0/8");
    NodeAccess access = access(settings);
    for (String direct :
        List.of("gpu1", "GPU1", "a.cluster.local", "10.1.2.3", "localhost", "::1")) {
      assertThat(access.proxyFor(direct)).as(direct).isNull();
    }
    for (String proxied : List.of("gpu10", "acluster.local", "11.1.2.3", "api.deepseek.com")) {
      assertThat(access.proxyFor(proxied)).as(proxied).isNotNull();
    }
    ScriptedServer.Script answer = ScriptedServer.answer(200, "application/json", "{}");
    try (ScriptedServer node = ScriptedServer.start(answer);
        UpstreamFixture fixture = new UpstreamFixture(1, access)) {
      assertThat(fixture.fetch(node.url() + "/v1/models").status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    refused(Map.of("tidegate.upstream.proxy", "https://proxy"), "tidegate.upstream.proxy must be");
    refused(Map.of("tidegate.upstream.proxy", "proxy:3128"), "tidegate.upstream.proxy needs");
    refused(Map.of("tidegate.upstream.no-proxy", "10.0.0.0/99"), "tidegate.upstream.no-proxy must");
    refused(
        Map.of("tidegate.upstream.proxy-password", "x"), "tidegate.upstream.proxy-user is missing");
    refused(
        Map.of("tidegate.upstream.proxy-password-file", "/nowhere"),
        "tidegate.upstream.proxy-password-file cannot be read: /nowhere");
  }

  private static void refused(Map<String, String> settings, String message) {
    assertThatThrownBy(() -> access(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPasswordIsNeverShown() {
    NodeAccess access =
        access(
            Map.of(
                "tidegate.upstream.proxy", "http://proxy:3128",
                "tidegate.upstream.proxy-user", "gate",
                "tidegate.upstream.proxy-password", "hidden"));
    assertThat(access.toString()).doesNotContain("hidden", "Basic");
  }
}
