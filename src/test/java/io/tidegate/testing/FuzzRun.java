package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends damaged requests to a server, each over a connection of its own, and looks at what it says:
 * no 5xx without a code of ours, and no stack trace.
 */
public final class FuzzRun {

  private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.[01] (\\d{3})");
  private static final Pattern TRACE =
      Pattern.compile("\\tat [a-z]+\\.|\\.java:\\d|[a-z]\\.[A-Za-z]+Exception");
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int LONGEST_ANSWER = 256 << 10;
  private static final int MOST_COMPLAINTS = 20;

  private final String host;
  private final int port;
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  /** A run against the server at {@code host} and {@code port}. */
  public FuzzRun(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Sends {@code count} requests that follow from {@code seed}, so many at a time. */
  public void send(long seed, int count, int atOnce) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    AtomicLong next = new AtomicLong();
    for (int i = 0; i < atOnce; i++) {
      threads.execute(
          () -> {
            for (long at = next.getAndIncrement(); at < count; at = next.getAndIncrement()) {
              one(new RequestFuzzer(new SplittableRandom(seed + at)).next());
            }
          });
    }
    threads.shutdown();
    if (!threads.awaitTermination(2, TimeUnit.HOURS)) {
      complaints.add("it did not come to its end");
    }
  }

  /** How many answers had which status; 0 for connections closed without one. */
  public Map<Integer, LongAdder> statuses() {
    return statuses;
  }

  /** What was wrong, some at most. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private void one(byte[] request) {
    String answer = exchange(request);
    Matcher status = STATUS.matcher(answer);
    int code = status.find() ? Integer.parseInt(status.group(1)) : 0;
    statuses.computeIfAbsent(code, unused -> new LongAdder()).increment();
    boolean typed = answer.contains("\"code\"") || answer.contains("\"type\"");
    // The server's own word for a protocol that it does not speak, or a method that nobody knows.
    boolean own = code == 501 || code == 505;
    // Its own word about the application's files, too, for which no filter of ours is asked.
    boolean kept = answer.contains("SRVE0190E");
    if ((code >= 500 && !typed && !own) || (!kept && TRACE.matcher(answer).find())) {
      complain(request, answer);
    }
  }

  private String exchange(byte[] request) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[8192];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        answer.write(piece, 0, read);
        if (answer.size() > LONGEST_ANSWER) {
          break;
        }
      }
    } catch (IOException closed) {
      // What came until then is looked at all the same.
      return answer.toString(ISO_8859_1);
    }
    return answer.toString(ISO_8859_1);
  }

  private void complain(byte[] request, String answer) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(shortened(new String(request, ISO_8859_1)) + "\n  => " + shortened(answer));
    }
  }

  private static String shortened(String text) {
    String line = text.replace("\r\n", "|");
    return line.length() > 900 ? line.substring(0, 900) + "..." : line;
  }

  /** Arguments: host, port, seed, how many, how many at once. Ends with 1 if anything was wrong. */
  public static void main(String[] arguments) throws InterruptedException {
    FuzzRun run = new FuzzRun(arguments[0], Integer.parseInt(arguments[1]));
    long seed = Long.parseLong(arguments[2]);
    run.send(seed, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    System.out.println("seed " + seed + ", answers by status: " + run.statuses());
    run.complaints().forEach(System.out::println);
    System.exit(run.complaints().isEmpty() ? 0 : 1);
  }
}
