package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate that this server shows to whoever connects, which is found out in the same way:
 * by a handshake, after which nothing is sent. Figures may be read by any thread.
 */
final class ServerCertificate {

  private static final Logger LOG = System.getLogger(ServerCertificate.class.getName());
  private static final int TIMEOUT = 5_000;
  private static final int HTTPS_PORT = 443;

  /** What is looked at is the end of the certificate, whoever has issued it. */
  private static final X509TrustManager ANY =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  private final URI address;
  private final InstantSource wall;
  private volatile Instant end;

  /** The certificate shown at {@code address}, an https one. */
  ServerCertificate(URI address, InstantSource wall) {
    this.address = requireNonNull(address, "address");
    this.wall = requireNonNull(wall, "wall");
  }

  /** Whether it has been seen. */
  boolean known() {
    return end != null;
  }

  /** The seconds until it ends; once it was seen. */
  long remaining() {
    return Duration.between(wall.instant(), end).toSeconds();
  }

  /** Looks at it; waits for the handshake. If there is none, what was seen before holds on. */
  void look() {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {ANY}, null);
      int port = address.getPort() < 0 ? HTTPS_PORT : address.getPort();
      try (Socket plain = new Socket()) {
        plain.connect(new InetSocketAddress(address.getHost(), port), TIMEOUT);
        plain.setSoTimeout(TIMEOUT);
        try (SSLSocket socket =
            (SSLSocket) tls.getSocketFactory().createSocket(plain, address.getHost(), port, true)) {
          X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
          end = shown.getNotAfter().toInstant();
        }
      }
    } catch (IOException | GeneralSecurityException unseen) {
      LOG.log(Level.INFO, "no certificate is seen at {0}: {1}", address, unseen.getMessage());
    }
  }
}
