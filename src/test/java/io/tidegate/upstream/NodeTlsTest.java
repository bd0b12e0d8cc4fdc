package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.testing.Certificates;
import io.tidegate.upstream.access.NodeAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes with certificates of private authorities, over real TLS. */
final class NodeTlsTest {

  private static final String KEY = "tidegate.nodes.gpu.tls-";

  @TempDir private static Path directory;
  private static Certificates certificates;
  private static TlsNode open;
  private static TlsNode strict;

  private final Queue<Socket> silent = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws Exception {
    certificates =
        new Certificates(directory).sign("node", "gpu.internal").sign("client", "tidegate");
    open = new TlsNode(certificates.server("node"), false);
    strict = new TlsNode(certificates.server("node"), true);
  }

  @AfterAll
  static void stop() {
    open.close();
    strict.close();
  }

  @AfterEach
  void hangUp() throws IOException {
    for (Socket each : silent) {
      each.close();
    }
  }

  private static Map<String, String> settings(TlsNode node) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("tidegate.nodes.gpu.url", "https://gpu.internal:" + node.port() + "/v1");
    settings.put(KEY + "ca-file", certificates.certificate("authority").toString());
    return settings;
  }

  private static int status(TlsNode node, Map<String, String> settings) throws Exception {
    return status(node, "gpu.internal", NodeAccess.from(new Settings(settings)));
  }

  private static int status(TlsNode node, String host, NodeAccess access) throws Exception {
    try (UpstreamFixture fixture = new UpstreamFixture(1, access)) {
      fixture.known.put(host, List.of("127.0.0.1"));
      return fixture.fetch("https://" + host + ":" + node.port() + "/v1/models").status();
    }
  }

  @Test
  void aNodeOfAPrivateAuthorityIsTrusted() throws Exception {
    assertThat(status(open, settings(open))).isEqualTo(200);
  }

  @Test
  void aNodeOfAnUnknownAuthorityIsNot() {
    assertThatThrownBy(() -> status(open, "gpu.internal", NodeAccess.DIRECT))
        .hasStackTraceContaining("SSLHandshakeException");
  }

  @Test
  void aCertificateForAnotherNameIsRefusedUnlessThatNameIsWanted() throws Exception {
    Map<String, String> settings = settings(open);
    settings.put("tidegate.nodes.gpu.url", "https://other.internal:" + open.port());
    NodeAccess access = NodeAccess.from(new Settings(settings));
    assertThatThrownBy(() -> status(open, "other.internal", access))
        .hasStackTraceContaining("SSLPeerUnverifiedException");

    settings.put(KEY + "server-name", "gpu.internal");
    assertThat(status(open, "other.internal", NodeAccess.from(new Settings(settings))))
        .isEqualTo(200);
  }

  /** It was as if the call had failed at the node, and the address was the first from then on. */
  @ParameterizedTest
  @CsvSource({"127.0.0.77, closes", "127.0.0.78, speaks no TLS", "127.0.0.79, says nothing"})
  void whereTlsFailsAtOneAddressTheNextIsTriedAndStays(String address, String how)
      throws Exception {
    try (ServerSocket bad = new ServerSocket(open.port(), 9, InetAddress.getByName(address));
        UpstreamFixture fixture =
            new UpstreamFixture(1, NodeAccess.from(new Settings(settings(open))))) {
      AtomicInteger tried = new AtomicInteger();
      Thread listener = new Thread(() -> misbehave(bad, how, tried));
      listener.start();
      fixture.known.put("gpu.internal", List.of(address, "127.0.0.1"));
      String url = "https://gpu.internal:" + open.port() + "/v1/models";
      assertThat(fixture.fetch(url).status()).isEqualTo(200);

      NodeAddress node = UpstreamFixture.target(url);
      var two = List.of(URI.create(url), URI.create(url));
      var asked = two.stream().map(each -> fixture.upstream.fetch(node, each)).toList();
      for (var each : asked) {
        assertThat(each.toCompletableFuture().get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
      assertThat(tried).hasValue(1);
    }
  }

  /** Another node may have the call, which has nothing to do with it. */
  @Test
  void aNodeWhoseTlsFailsWasNotReached() throws Exception {
    try (UpstreamFixture fixture = new UpstreamFixture(1)) {
      fixture.known.put("gpu.internal", List.of("127.0.0.1"));
      assertThat(fixture.ask("https://gpu.internal:" + open.port()).kind())
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  private void misbehave(ServerSocket socket, String how, AtomicInteger tried) {
    try {
      while (true) {
        Socket client = socket.accept();
        tried.incrementAndGet();
        switch (how) {
          case "closes" -> client.close();
          case "speaks no TLS" -> client.getOutputStream().write("SSH-2.0-x\r\n".getBytes(UTF_8));
          default -> silent.add(client);
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void aNodeThatWantsACertificateGetsOurs() throws Exception {
    Map<String, String> settings = settings(strict);
    settings.put(KEY + "client-cert-file", certificates.certificate("client").toString());
    settings.put(KEY + "client-key-file", certificates.key("client").toString());

    assertThat(status(strict, settings)).isEqualTo(200);
    assertThat(strict.principal.get()).isEqualTo("CN=tidegate");
  }

  @Test
  void withoutACertificateItIsNotReached() throws Exception {
    Map<String, String> settings = settings(strict);
    assertThatThrownBy(() -> status(strict, settings)).hasStackTraceContaining("SSL");
  }

  @Test
  void whatIsWrongIsNamedWithItsFile() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing");
    refused("ca-file", "/nowhere/ca.pem", "tls-ca-file cannot be read: /nowhere/ca.pem");
    refused("ca-file", empty.toString(), "tls-ca-file has no certificate in PEM form: " + empty);
    refused("client-cert-file", empty.toString(), "tls-client-key-file is missing");
    refused("client-key-file", empty.toString(), "tls-client-cert-file is missing");
    refused("server-name", "a b", "tls-server-name must be the name of a host");

    Map<String, String> settings = settings(open);
    settings.put(KEY + "client-cert-file", certificates.certificate("client").toString());
    settings.put(KEY + "client-key-file", certificates.certificate("client").toString());
    assertThatThrownBy(() -> NodeAccess.from(new Settings(settings)))
        .hasMessageContaining("tls-client-key-file has no key in the form of PKCS #8");
  }

  private static void refused(String name, String value, String message) throws Exception {
    Map<String, String> settings = settings(open);
    settings.put(KEY + name, value);
    assertThatThrownBy(() -> NodeAccess.from(new Settings(settings)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aNodeWithoutTlsCannotHaveThem() throws Exception {
    Map<String, String> settings = settings(open);
    settings.put("tidegate.nodes.gpu.url", "http://gpu.internal");
    assertThatThrownBy(() -> NodeAccess.from(new Settings(settings)))
        .hasMessageContaining("tidegate.nodes.gpu.url must begin with https://");
  }

  @Test
  void twoNodesAtOnePlaceSayTheSame() throws Exception {
    Map<String, String> settings = settings(open);
    settings.put("tidegate.nodes.other.url", "https://gpu.internal:" + open.port());
    assertThatThrownBy(() -> NodeAccess.from(new Settings(settings)))
        .hasMessageContaining("the other node at gpu.internal");
  }
}
