package io.tidegate.it;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Sessions of the users of {@code it.xml}, as a browser would have them. */
final class Sessions {

  static final String PASSWORD = "only-for-tests";

  private static final URI TLS = URI.create("https://localhost:9543");

  private Sessions() {}

  static HttpResponse<String> signIn(String user, String password) {
    return Http.post("/api/session", credentials(user, password));
  }

  /** The same by HTTPS, whoever the server says it is: it has signed its certificate itself. */
  static HttpResponse<String> signInByTls(String user, String password) {
    HttpRequest request =
        HttpRequest.newBuilder(TLS.resolve("/api/session"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(credentials(user, password)))
            .build();
    try {
      return HttpClient.newBuilder()
          .sslContext(trusting())
          .build()
          .send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    return context;
  }

  /** Trusts whatever certificate it is shown. */
  private static final class Anybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  static String credentials(String user, String password) {
    return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  /** The session's cookie as a browser sends it back. */
  static String cookie(HttpResponse<String> begun) {
    return begun.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("tidegate="))
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  static HttpResponse<String> send(String path, String method, String cookie) {
    return Http.send(
        Http.request(path)
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET") || method.equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"))
            .build());
  }
}
