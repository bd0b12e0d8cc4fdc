package io.tidegate.upstream;

import static io.tidegate.testing.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testing.ScriptedServer;
import io.tidegate.upstream.wire.Fetched;
import io.tidegate.upstream.wire.NameCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The question whether a node is there, over real sockets. */
@Timeout(30)
class HttpUpstreamProbeTest {

  private final HttpUpstream upstream =
      new HttpUpstream(
          AttemptFixture.CONFIG,
          new NameCache(InetAddress::getAllByName, Runnable::run, System::nanoTime),
          System::nanoTime,
          InstantSource.system(),
          new Watchdog(System::nanoTime));

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void asksANodeForItsModels() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(answer(200, "application/json", "{\"data\":[{\"id\":\"m\"}]}"))) {
      Probe probe =
          upstream
              .probe(new NodeAddress("n1", URI.create(server.url() + "/v1"), "node-key"))
              .toCompletableFuture()
              .get(5, TimeUnit.SECONDS);
      ScriptedServer.Request request = server.request();

      assertThat(probe).isEqualTo(new Probe(200, List.of("m")));
      assertThat(request.line()).isEqualTo("GET /v1/models HTTP/1.1");
      assertThat(request.headers()).containsEntry("authorization", "Bearer node-key");
    }
  }

  @Test
  void givesAKeyToTheHeaderThatTheNodeWantsAndKeepsItsVersion() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(answer(200, "application/json", "{\"data\":[{\"id\":\"m\"}]}"))) {
      URI url = URI.create(server.url() + "/openai/v1?api-version=preview");
      upstream
          .probe(new NodeAddress("n1", url, "node-key", "api-key"))
          .toCompletableFuture()
          .get(5, TimeUnit.SECONDS);
      ScriptedServer.Request request = server.request();

      assertThat(request.line()).isEqualTo("GET /openai/v1/models?api-version=preview HTTP/1.1");
      assertThat(request.headers())
          .containsEntry("api-key", "node-key")
          .doesNotContainKey("authorization");
    }
  }

  @Test
  void failsToAskANodeThatHangsUp() throws IOException {
    try (ScriptedServer server = ScriptedServer.start()) {
      NodeAddress target = new NodeAddress("n1", URI.create(server.url()), null);

      assertThatThrownBy(
              () -> upstream.probe(target).toCompletableFuture().get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void fetchesATextFromANodeWithItsCredential() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(answer(200, "text/plain", "up 1"))) {
      NodeAddress target = new NodeAddress("n1", URI.create(server.url() + "/v1"), "node-key");

      Fetched reply = fetch(target, server.url() + "/metrics?all=1");
      ScriptedServer.Request request = server.request();

      assertThat(reply).isEqualTo(new Fetched(200, "up 1"));
      assertThat(request.line()).isEqualTo("GET /metrics?all=1 HTTP/1.1");
      assertThat(request.headers()).containsEntry("authorization", "Bearer node-key");
    }
  }

  @Test
  void tellsANodesCredentialToNobodyElse() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(answer(404, "text/plain", ""))) {
      NodeAddress target = new NodeAddress("n1", URI.create("http://localhost:1/v1"), "node-key");

      Fetched reply = fetch(target, server.url() + "/metrics");

      assertThat(reply).isEqualTo(new Fetched(404, ""));
      assertThat(server.request().headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void failsToFetchFromANodeThatHangsUp() throws IOException {
    try (ScriptedServer server = ScriptedServer.start()) {
      NodeAddress target = new NodeAddress("n1", URI.create(server.url()), null);

      assertThatThrownBy(() -> fetch(target, server.url() + "/metrics"))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  private Fetched fetch(NodeAddress target, String address) throws Exception {
    return upstream
        .fetch(target, URI.create(address))
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
  }
}
