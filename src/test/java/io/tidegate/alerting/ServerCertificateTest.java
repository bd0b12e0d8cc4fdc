package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tidegate.webhooks.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

  @TempDir private Path folder;

  @Test
  void seesWhenTheCertificateEndsThatAServerShows() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.of("gate", folder)));
    server.start();
    URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/x");
    ServerCertificate certificate = new ServerCertificate(address, InstantSource.system());
    assertThat(certificate.known()).isFalse();
    certificate.look();
    server.stop(0);

    // keytool's certificates are good for 90 days.
    assertThat(certificate.known()).isTrue();
    assertThat(certificate.remaining())
        .isBetween(TimeUnit.DAYS.toSeconds(90) - 600, TimeUnit.DAYS.toSeconds(90));

    certificate.look();
    assertThat(certificate.known()).as("what was seen holds on").isTrue();
  }

  @Test
  void aServerThatIsNotThereShowsNone() {
    ServerCertificate certificate =
        new ServerCertificate(URI.create("https://127.0.0.1:1"), InstantSource.system());
    certificate.look();

    assertThat(certificate.known()).isFalse();
  }
}
