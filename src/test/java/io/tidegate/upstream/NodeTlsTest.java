package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.testing.Certificates;
import io.tidegate.upstream.access.NodeAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with certificates of private authorities, over real TLS. */
final class NodeTlsTest {

  private static final String KEY = "tidegate.nodes.gpu.tls-";

  @TempDir private static Path directory;
  private static Certificates certificates;
  private static TlsNode open;
  private static TlsNode strict;

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
