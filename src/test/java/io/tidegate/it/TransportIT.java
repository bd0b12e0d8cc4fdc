package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped server's TLS, where it listens, and what browsers are told. */
final class TransportIT extends OneNode {

  private static final int SECURE = 9543;

  /** The server made its certificate itself, and the tests look at the rest. */
  private static final X509TrustManager ANY =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  private static SSLSocket connect() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {ANY}, new SecureRandom());
    return (SSLSocket) context.getSocketFactory().createSocket("localhost", SECURE);
  }

  /** What is agreed on by a client that offers one version, and one suite or any for null. */
  private static String agreed(String version, String suite)
      throws IOException, GeneralSecurityException {
    try (SSLSocket socket = connect()) {
      socket.setEnabledProtocols(new String[] {version});
      if (suite != null) {
        socket.setEnabledCipherSuites(new String[] {suite});
      }
      socket.startHandshake();
      return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
    }
  }

  @Test
  void bothModernVersionsAreSpoken() throws Exception {
    assertThat(agreed("TLSv1.3", null)).startsWith("TLSv1.3 TLS_AES_256_GCM_SHA384");
    assertThat(agreed("TLSv1.2", null)).startsWith("TLSv1.2 TLS_ECDHE_RSA_WITH_AES_256_GCM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
      })
  void weakSuitesAreNot(String suite) {
    assertThatThrownBy(() -> agreed("TLSv1.2", suite)).isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @CsvSource({"-tls1, false", "-tls1_1, false", "-tls1_2, true", "-tls1_3, true"})
  void openSslAgrees(String version, boolean spoken) throws Exception {
    Process client =
        new ProcessBuilder(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + SECURE,
                version,
                "-cipher",
                "ALL:@SECLEVEL=0")
            .redirectErrorStream(true)
            .start();
    client.getOutputStream().close();
    String said = new String(client.getInputStream().readAllBytes(), UTF_8);
    assertThat(said.contains("Cipher is (NONE)") || !said.contains("Cipher is")).isEqualTo(!spoken);
  }

  @Test
  void nothingListensBeyondThisMachine() throws Exception {
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : one.inetAddresses().toList()) {
        if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
          for (int port : new int[] {DeployedEar.SERVER.getPort(), SECURE}) {
            assertThatThrownBy(() -> new Socket(address, port).close())
                .as(address + ":" + port)
                .isInstanceOf(IOException.class);
          }
        }
      }
    }
  }

  private static String head(String path) throws Exception {
    try (SSLSocket socket = connect()) {
      String request = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.formatted(path).getBytes(UTF_8));
      String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return all.substring(0, all.indexOf("\r\n\r\n") + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/nothing", "/v1/models", "/api/alerts", "/metrics"})
  void browsersAreToldToComeByTlsNextTime(String path) throws Exception {
    assertThat(head(path)).contains("Strict-Transport-Security: max-age=31536000\r\n");
    assertThat(Http.get(path).headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void theConsolesPagesHaveWhatBrowsersNeed() {
    var page = Http.get("/");
    Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-cache")
        .forEach((name, value) -> assertThat(page.headers().firstValue(name)).contains(value));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .contains("base-uri 'none'")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/nodes", "/api/alerts", "/api/switches"})
  void whatAProxySaysForOthersIsNoTls(String path) {
    var said = Http.send(Http.request(path).header("X-Forwarded-For", "203.0.113.9").build());
    assertThat(said.statusCode()).as(path).isEqualTo(403);
    assertThat(said.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/adminCenter/", "/IBMJMXConnectorREST/"})
  void theServersOwnAdministrationIsNotSpokenWithoutTls(String path) {
    assertThat(Http.get(path).statusCode()).isEqualTo(403);
  }

  @Test
  void aServerSaysNothingOfWhatItRunsOn() throws Exception {
    assertThat(Set.of(head("/").toLowerCase(Locale.ROOT).split("\r\n", -1)))
        .noneMatch(line -> line.startsWith("server:") || line.startsWith("x-powered-by:"));
  }
}
