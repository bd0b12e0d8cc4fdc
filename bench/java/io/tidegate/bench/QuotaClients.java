package io.tidegate.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients of several tenants that ask two servers as fast as they may, wander between them, and
 * come back when they are told to: {@code --urls A,B --keys name=KEY,... --clients 50 --warmup 15
 * --seconds 120 --seed 1}. Prints what each tenant got in the measured time, and in all what
 * answers said was used.
 */
public final class QuotaClients {

  private static final Pattern PROMPT = Pattern.compile("\"prompt_tokens\":(\\d+)");
  private static final Pattern ANSWER = Pattern.compile("\"completion_tokens\":(\\d+)");
  private static final int OK = 200;
  private static final int TOO_MANY = 429;

  /** What became of one tenant's calls. */
  private static final class Count {
    final LongAdder answered = new LongAdder();
    final LongAdder measured = new LongAdder();
    final LongAdder measuredTokens = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder input = new LongAdder();
    final LongAdder output = new LongAdder();
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final List<String> urls;
  private final Random random;
  private final long from;
  private final long until;
  private final LongAdder underWay = new LongAdder();

  private QuotaClients(List<String> urls, Random random, long warmup, long seconds) {
    this.urls = urls;
    this.random = random;
    long now = System.nanoTime();
    this.from = now + TimeUnit.SECONDS.toNanos(warmup);
    this.until = from + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Runs to the end. */
  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i].substring(2), arguments[i + 1]);
    }
    long seed = Long.parseLong(options.getOrDefault("seed", "1"));
    QuotaClients run =
        new QuotaClients(
            List.of(options.get("urls").split(",", -1)),
            new Random(seed),
            Long.parseLong(options.getOrDefault("warmup", "15")),
            Long.parseLong(options.getOrDefault("seconds", "120")));
    List<String> keys = List.of(options.get("keys").split(",", -1));
    int clients = Integer.parseInt(options.getOrDefault("clients", "50"));
    for (int i = 0; i < clients; i++) {
      String[] key = keys.get(i % keys.size()).split("=", 2);
      // Most begin at the first server.
      run.later(key[0], key[1], i % 4 == 0 ? 1 : 0, 20L * i);
    }
    run.await();
    run.print();
  }

  private synchronized int wander(int home) {
    return random.nextInt(20) == 0 ? random.nextInt(urls.size()) : home;
  }

  private void later(String tenant, String key, int home, long millis) {
    var unused =
        timer.schedule(() -> ask(tenant, key, wander(home)), millis, TimeUnit.MILLISECONDS);
  }

  private void ask(String tenant, String key, int where) {
    if (System.nanoTime() >= until) {
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(urls.get(where) + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("x-tidegate-cache", "off")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"deepseek-flash\",\"messages\":[{\"role\":\"user\",\"content\":"
                        + "\"How much may I ask?\"}]}"))
            .build();
    underWay.increment();
    var unused =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .whenComplete(
                (response, failure) -> {
                  underWay.decrement();
                  later(tenant, key, where, ended(tenant, response));
                });
  }

  /** Counts how it ended, and tells when to ask again. */
  private long ended(String tenant, HttpResponse<String> response) {
    Count count = counts.computeIfAbsent(tenant, any -> new Count());
    if (response != null && response.statusCode() == TOO_MANY) {
      count.refused.increment();
      return response.headers().firstValueAsLong("retry-after-ms").orElse(1000);
    }
    if (response == null || response.statusCode() != OK) {
      count.failed.increment();
      return 1000;
    }
    long input = number(PROMPT, response.body());
    long output = number(ANSWER, response.body());
    count.answered.increment();
    count.input.add(input);
    count.output.add(output);
    long now = System.nanoTime();
    if (now >= from && now < until) {
      count.measured.increment();
      count.measuredTokens.add(input + output);
    }
    return 1;
  }

  private static long number(Pattern pattern, String body) {
    Matcher found = pattern.matcher(body);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private void await() throws InterruptedException {
    while (System.nanoTime() < until || underWay.sum() > 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    timer.shutdownNow();
  }

  private void print() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(counts)
        .forEach(
            (tenant, one) ->
                lines.add(
                    String.join(
                        " ",
                        tenant,
                        one.measured.toString(),
                        one.measuredTokens.toString(),
                        one.answered.toString(),
                        one.input.toString(),
                        one.output.toString(),
                        one.refused.toString(),
                        one.failed.toString())));
    lines.forEach(System.out::println);
  }
}
