package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * An open-loop load generator for chat completions: calls arrive at a rate of their own, as those
 * of many independent clients do, and each one's time runs from when it was due.
 *
 * <p>The summary goes to the standard output as one line of JSON, and to the standard error as
 * text.
 */
public final class OpenLoop {

  private static final double NANOS = 1e9;
  private static final double OBJECTIVE_MILLIS = 2000;
  private static final double DRAIN_SECONDS = 20;

  private OpenLoop() {}

  /** Runs what the arguments ask for; see {@link Options#USAGE}. */
  public static void main(String[] arguments) throws IOException {
    Options options;
    try {
      options = new Options(arguments);
      run(options);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + System.lineSeparator() + Options.USAGE);
      System.exit(2);
    }
  }

  private static void run(Options options) throws IOException {
    Generator.Target target = target(options);
    rehearse();
    Random random = new Random((long) options.number("--seed", 1));
    long start = System.nanoTime() + target.opening();
    double settle = options.number("--settle", 0);
    Timeline timeline = new Timeline(start);
    Tally tally =
        new Tally(
            timeline,
            start + (long) (settle * NANOS),
            (long) (options.number("--objective-ms", OBJECTIVE_MILLIS) * 1e6));
    RetryRule rule = new RetryRule(retries(options), random);
    Arrivals arrivals = arrivals(options, random);
    new Generator(target, rule, tally, start)
        .run(arrivals, (long) (options.number("--drain", DRAIN_SECONDS) * NANOS));
    double wall = (System.nanoTime() - start) / NANOS;
    Report report = new Report(tally, arrivals.seconds() - settle, cpuSeconds(), wall);
    System.err.println(report.table());
    System.out.println(report.json());
    if (options.text("--csv", null) != null) {
      timeline.write(Path.of(options.text("--csv", null)));
    }
  }

  private static Arrivals arrivals(Options options, Random random) {
    String file = options.text("--while", null);
    return new Arrivals(
        options.phases(),
        options.flag("--constant") ? null : random,
        file == null ? () -> true : () -> Files.exists(Path.of(file)));
  }

  private static Generator.Target target(Options options) {
    URI url = options.url();
    boolean stream = options.flag("--stream");
    Questions questions =
        new Questions(options.number("--repeats", 0), (int) options.number("--popular", 0));
    String body =
        RequestBytes.body(
            options.text("--model", "deepseek-flash"), stream, options.number("--repeats", 0) > 0);
    return new Generator.Target(
        new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort()),
        new RequestBytes(url, body, headers(options), retries(options), questions),
        stream,
        (int) options.number("--connections", 0));
  }

  private static String headers(Options options) {
    String key = options.text("--key", null);
    String more = options.text("--header", null);
    return (key == null ? "" : "\r\nAuthorization: Bearer " + key)
        + (more == null ? "" : "\r\n" + more);
  }

  /** Loads what a response needs now: when connections have used up all files, it is too late. */
  private static void rehearse() {
    ResponseReader reader = new ResponseReader();
    reader.clear();
    String chunk =
        "HTTP/1.1 503 -\r\nTransfer-Encoding: chunked\r\nRetry-After: 1\r\n\r\n0\r\n\r\n";
    reader.read(ByteBuffer.wrap(chunk.getBytes(US_ASCII)));
    if (reader.answers(true) || reader.retryAfter() != 1 || !reader.keepAlive()) {
      throw new IllegalStateException("the reader of responses is broken");
    }
  }

  private static int retries(Options options) {
    return (int) options.number("--retries", 0);
  }

  private static double cpuSeconds() {
    Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return used.toMillis() / 1e3;
  }
}
