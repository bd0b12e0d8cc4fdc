package io.tidegate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegate.deploy.Edge.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files for nginx and HAProxy, in the real ones, in front of three servers. */
@Timeout(60)
class EdgeTest {

  private static final List<Integer> WEIGHTS = List.of(50, 30, 20);

  private HttpClient client = newClient();
  private final List<StandIn> servers = new ArrayList<>();
  private Edge edge;

  @TempDir private Path folder;

  @Test
  void theServerKeepsUnusedConnectionsLongerThanAnyLoadBalancerThatWeKnow() throws Exception {
    assertThat(seconds("src/main/liberty/config/server.xml", "persistTimeout=\"(\\d+)s\""))
        .isGreaterThan(600)
        .isGreaterThan(seconds("deploy/nginx/tidegate.conf", "keepalive_timeout (\\d+)s"))
        .isGreaterThan(seconds("deploy/haproxy/haproxy.cfg", "timeout http-keep-alive (\\d+)s"));
  }

  private static int seconds(String file, String setting) throws IOException {
    Matcher found = Pattern.compile(setting).matcher(Files.readString(Path.of(file)));
    assertThat(found.find()).as("%s in %s", setting, file).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private void start(Product product) throws IOException, InterruptedException {
    assumeTrue(product.program() != null, product + " is not installed");
    for (int i = 0; i < WEIGHTS.size(); i++) {
      servers.add(new StandIn());
    }
    edge = Edge.start(product, folder, servers.stream().map(StandIn::port).toList());
  }

  @AfterEach
  void stop() {
    if (edge != null) {
      edge.close();
    }
    servers.forEach(StandIn::close);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void spreadsCallsByWeight(Product product) throws Exception {
    start(product);

    assertThat(calls(90)).containsOnlyKeys(200);

    for (int i = 0; i < WEIGHTS.size(); i++) {
      double share = 100.0 * servers.get(i).served() / 90;
      assertThat(share).isCloseTo(WEIGHTS.get(i), within(2.0));
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void passesOnAnEventBeforeTheNextIsThere(Product product) throws Exception {
    start(product);

    HttpResponse<InputStream> stream =
        client.send(request("/v1/stream", "{}"), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: one");
      servers.forEach(StandIn::sendSecondEvent);
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).isEqualTo("data: two");
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void noCallFailsWhenAServerIsLost(Product product) throws Exception {
    start(product);
    calls(20);

    servers.get(0).close();

    assertThat(calls(60)).containsOnlyKeys(200);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void serversTooBusyForTheirHealthChecksStayIn(Product product) throws Exception {
    start(product);
    servers.forEach(StandIn::busy);

    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (System.nanoTime() < end) {
      assertThat(calls(5)).containsOnlyKeys(200);
      LockSupport.parkNanos(250_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void noCallFailsWhenAServerIsTakenOutAndStops(Product product) throws Exception {
    start(product);
    calls(20);

    edge.takeOut(servers.get(0).port());
    int before = untilNoneComeTo(servers.get(0));
    servers.get(0).stopping();
    assertThat(calls(30)).containsOnlyKeys(200);
    servers.get(0).close();

    assertThat(calls(30)).containsOnlyKeys(200);
    assertThat(servers.get(0).served()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void asksAnotherServerForMostOfWhatOneThatStopsRefuses(Product product) throws Exception {
    start(product);
    calls(20);

    servers.get(0).stopping();

    // Half of the calls come to it, and it refuses all of them.
    assertThat(calls(40).get(200)).isGreaterThan(24);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void passesOnARefusalAndWhenToComeBack(Product product) throws Exception {
    start(product);
    servers.forEach(StandIn::overloaded);

    HttpResponse<String> refused = client.send(request("/v1/x", "{}"), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(refused.body()).contains("gateway_overloaded");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void saysThatAllStopInTheServersOwnWords(Product product) throws Exception {
    start(product);
    servers.forEach(StandIn::stopping);

    HttpResponse<String> refused = client.send(request("/v1/x", "{}"), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("gateway_stopping");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void takesLargeBodiesAndKeepsTheWorldFromWhatIsNotForIt(Product product) throws Exception {
    start(product);

    String large = "x".repeat(4 << 20);
    assertThat(client.send(request("/v1/x", large), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    for (String path :
        List.of(
            "/metrics",
            "/metrics/",
            "/health",
            "/health/ready",
            "/openapi",
            "/openapi/ui/",
            "/adminCenter",
            "/IBMJMXConnectorREST",
            "/ibm/api/docs")) {
      assertThat(client.send(request(path, ""), BodyHandlers.ofString()).statusCode())
          .as(path)
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void refusesWhoAsksForTooMuch(Product product) throws Exception {
    start(product);

    List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      crowd.add(client.sendAsync(request("/v1/x", "{}"), BodyHandlers.ofString()));
    }

    assertThat(crowd.stream().map(call -> call.join().statusCode()).distinct())
        .containsExactlyInAnyOrder(200, 429);
  }

  /** A reload takes a moment, in which connections end that clients keep: as many new ones. */
  private int untilNoneComeTo(StandIn server) {
    int before = -1;
    while (before != server.served()) {
      before = server.served();
      for (int i = 0; i < 20; i++) {
        client = newClient();
        client
            .sendAsync(request("/v1/x", "{}"), BodyHandlers.discarding())
            .exceptionally(lost -> null)
            .join();
      }
    }
    client = newClient();
    return before;
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  }

  private Map<Integer, Integer> calls(int n) throws IOException, InterruptedException {
    Map<Integer, Integer> statuses = new HashMap<>();
    for (int i = 0; i < n; i++) {
      HttpResponse<String> response = client.send(request("/v1/x", "{}"), BodyHandlers.ofString());
      statuses.merge(response.statusCode(), 1, Integer::sum);
    }
    return statuses;
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(edge.address() + path))
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
