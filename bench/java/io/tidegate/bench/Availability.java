package io.tidegate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Asks {@code /health/ready} and then {@code /v1/models} every 50 ms, on connections that stay open
 * as a load balancer's do, and prints each change of the answers. A violation is a call that is
 * refused, or not found, though readiness was UP at the look just before it.
 *
 * <p>Arguments: the server's address, and a file; it watches until that is there. The exit code is
 * 1 if there were violations.
 */
final class Availability {

  private static final Duration PERIOD = Duration.ofMillis(50);
  private static final String AWAY = "no answer";
  private static final String UP = "200";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI server;
  private final long start = System.nanoTime();
  private String ready = "";
  private String models = "";
  private int looks;
  private int violations;

  private Availability(URI server) {
    this.server = server;
  }

  /** Watches, and ends the process with a code. */
  public static void main(String[] arguments) throws InterruptedException {
    Availability watch = new Availability(URI.create(arguments[0]));
    Path enough = Path.of(arguments[1]);
    while (!Files.exists(enough)) {
      watch.look();
      Thread.sleep(PERIOD.toMillis());
    }
    System.out.printf("looks %d, violations %d%n", watch.looks, watch.violations);
    System.exit(watch.violations == 0 ? 0 : 1);
  }

  private void look() throws InterruptedException {
    looks++;
    String nowReady = ask("/health/ready");
    String nowModels = ask("/v1/models");
    boolean violated = nowReady.equals(UP) && !nowModels.equals(UP);
    if (violated) {
      violations++;
    }
    if (violated || !nowReady.equals(ready) || !nowModels.equals(models)) {
      System.out.printf(
          "%8.2f s  ready %-9s  models %-9s%s%n",
          (System.nanoTime() - start) / 1e9, nowReady, nowModels, violated ? "  VIOLATION" : "");
    }
    ready = nowReady;
    models = nowModels;
  }

  private String ask(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return Integer.toString(status);
    } catch (IOException away) {
      return AWAY;
    }
  }
}
