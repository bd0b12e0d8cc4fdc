package io.tidegate.jit;

import io.tidegate.exchange.TenantId;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Sends calls of each kind to this server: two plain ones, a stream, and a question that the cache
 * knows. Thread-safe.
 */
final class HttpOwnCalls {

  private static final Duration LONGEST = Duration.ofSeconds(15);

  private static final String JSON = "application/json";

  /** The same in a spelling that only JAX-RS reads: by that way long requests come. */
  private static final String JSON_FOR_JAX_RS = JSON + "; charset=\"utf-8\"";

  private final HttpClient client;
  private final String key;

  /** Calls that show {@code key}. */
  HttpOwnCalls(String key) {
    this.key = key;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .connectTimeout(LONGEST)
            .sslContext(ownServer())
            .build();
  }

  /** Sends the call number {@code n} to the server at {@code address}: the status of its answer. */
  CompletionStage<Integer> send(URI address, int n) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
            .timeout(LONGEST)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", n % 8 == 4 ? JSON_FOR_JAX_RS : JSON)
            .POST(HttpRequest.BodyPublishers.ofString(body(n)))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  static String body(int n) {
    boolean known = n % 4 == 3;
    return "{\"model\":\""
        + TenantId.GATEWAY.value()
        + "\",\"temperature\":"
        + (known ? 0 : 1)
        + ",\"stream\":"
        + (n % 4 == 2)
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"warm-up "
        + (known ? 0 : n)
        + "\"}]}";
  }

  /** The address is this machine's, and what is sent is of no worth: any certificate will do. */
  private static SSLContext ownServer() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static final class Anybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
