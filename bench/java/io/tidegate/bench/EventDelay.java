package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much later the events of streams come through an edge than from the servers behind it. Node
 * and client are this one process, so that both read the same clock; streams by both ways run side
 * by side, so that both bear whatever else the machine does.
 *
 * <p>Arguments: the node's port, the API key, the edge's address, the servers' addresses. The exit
 * code is 1 if an event in a hundred came a whole pace later through the edge, as those do that
 * wait for the next one, or if the median did by more than 5 ms.
 */
final class EventDelay {

  private static final int EVENTS = 100;
  private static final int ROUNDS = 4;
  private static final Duration PACE = Duration.ofMillis(50);
  private static final double MEDIAN_BOUND_MILLIS = 5;
  private static final double[] QUANTILES = {0.5, 0.99};
  private static final int ATTEMPTS = 120;
  private static final Pattern STAMP = Pattern.compile("\"content\":\"(\\d+) \"");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong asked = new AtomicLong(System.nanoTime());
  private final String key;

  private EventDelay(String key) {
    this.key = key;
  }

  /** Measures, and ends the process with a code. */
  public static void main(String[] arguments) throws Exception {
    URI edge = URI.create(arguments[2]);
    List<URI> servers = new ArrayList<>();
    for (int i = 3; i < arguments.length; i++) {
      servers.add(URI.create(arguments[i]));
    }
    EventDelay delay = new EventDelay(arguments[1]);
    PacedNode node = new PacedNode(Integer.parseInt(arguments[0]), EVENTS, PACE);
    boolean good;
    try {
      good = delay.compare(edge, servers);
    } finally {
      node.close();
    }
    System.exit(good ? 0 : 1);
  }

  private boolean compare(URI edge, List<URI> servers) throws Exception {
    for (URI server : servers) {
      awaitModel(server);
    }
    Latencies throughEdge = new Latencies();
    Latencies direct = new Latencies();
    // The first round is for the processes to warm up.
    for (int round = 0; round <= ROUNDS; round++) {
      List<Future<List<Long>>> edgeStreams = new ArrayList<>();
      List<Future<List<Long>>> directStreams = new ArrayList<>();
      for (URI server : servers) {
        directStreams.add(threads.submit(delays(server)));
        edgeStreams.add(threads.submit(delays(edge)));
      }
      collect(edgeStreams, round == 0 ? new Latencies() : throughEdge);
      collect(directStreams, round == 0 ? new Latencies() : direct);
    }
    return report(direct, throughEdge);
  }

  private static boolean report(Latencies direct, Latencies throughEdge) {
    double[] near = direct.millisAt(QUANTILES);
    double[] far = throughEdge.millisAt(QUANTILES);
    System.out.printf(
        "%d events each, median and 99 %%: direct %.2f, %.2f ms; through the edge %.2f, %.2f ms;"
            + " more by %.2f, %.2f ms%n",
        direct.count(), near[0], near[1], far[0], far[1], far[0] - near[0], far[1] - near[1]);
    return far[0] - near[0] < MEDIAN_BOUND_MILLIS && far[1] - near[1] < PACE.toMillis();
  }

  private static void collect(List<Future<List<Long>>> streams, Latencies into) throws Exception {
    for (Future<List<Long>> stream : streams) {
      List<Long> delays = stream.get();
      if (delays.size() != EVENTS) {
        throw new IllegalStateException("a stream of " + delays.size() + " events");
      }
      delays.forEach(into::add);
    }
  }

  /** Each server notices by itself, and not at once, that the node is there. */
  private void awaitModel(URI server) throws IOException, InterruptedException {
    for (int left = ATTEMPTS; left > 0; left--) {
      HttpResponse<String> response = client.send(request(server), BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return;
      }
      Thread.sleep(1000);
    }
    throw new IOException(server + " does not reach the node");
  }

  /** The nanoseconds from sent to read of each event of one stream. */
  private Callable<List<Long>> delays(URI address) {
    return () -> {
      HttpResponse<InputStream> response =
          client.send(request(address), BodyHandlers.ofInputStream());
      List<Long> delays = new ArrayList<>();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher stamp = STAMP.matcher(line);
          if (stamp.find()) {
            delays.add(System.nanoTime() - Long.parseLong(stamp.group(1)));
          }
        }
      }
      return delays;
    };
  }

  private HttpRequest request(URI address) {
    return HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + key)
        .POST(BodyPublishers.ofString(question()))
        .build();
  }

  /** Another one each time, so that none is answered from a cache. */
  private String question() {
    return """
    {"model": "%s", "stream": true, "messages": [{"role": "user", "content": "Question %d"}]}\
    """
        .formatted(PacedNode.MODEL, asked.incrementAndGet());
  }
}
