package io.tidegate.bench.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds streams of a {@link StreamNode} open on one thread and checks each event: none may be
 * missing, come twice, or come out of order. One line of figures goes to the standard output; the
 * exit code is 1 when anything was wrong.
 */
public final class StreamLoad {

  private static final String USAGE =
      """
      StreamLoad --url URL --streams N --events N --pace-us MICROSECONDS and, optionally
        --ramp S      the streams begin evenly over so many seconds (0)
        --settle S    times of the first S seconds do not count (0)
        --seconds S   each stream that ends is followed by another until then (0: each once)
        --header H    one more header, as "name: value"
      """;
  private static final double NANOS = 1e9;
  private static final int BUFFER = 1 << 16;
  private static final long SELECT_MILLIS = 10;
  private static final double PATIENCE_SECONDS = 60;

  private final Map<String, String> options;
  private final URI url;
  private final long events;
  private final StreamTally tally = new StreamTally();
  private final Selector selector = Selector.open();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER);
  private final long start = System.nanoTime();
  private final double until;
  private int open;

  /** One connection and the stream that it carries. */
  private static final class Carrier {
    final SocketChannel channel;
    final EventReader reader;
    ByteBuffer unsent;
    long asked;

    Carrier(SocketChannel channel, EventReader reader) {
      this.channel = channel;
      this.reader = reader;
    }
  }

  private StreamLoad(Map<String, String> options) throws IOException {
    this.options = options;
    this.url = URI.create(options.get("--url"));
    this.events = (long) number("--events");
    this.until = number("--seconds");
  }

  /** Runs what the arguments ask for. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    if (arguments.length % 2 == 1 || !options.containsKey("--url")) {
      System.err.println(USAGE);
      System.exit(2);
    }
    System.exit(new StreamLoad(options).run() ? 0 : 1);
  }

  private double number(String name) {
    return Double.parseDouble(options.getOrDefault(name, "0"));
  }

  private double seconds() {
    return (System.nanoTime() - start) / NANOS;
  }

  private boolean run() throws IOException {
    int wanted = (int) number("--streams");
    double ramp = number("--ramp");
    double settle = number("--settle");
    double end = Math.max(until, ramp) + events * number("--pace-us") / 1e6 + PATIENCE_SECONDS;
    int begun = 0;
    long before = 0;
    double countedUntil = 0;
    long counted = 0;
    while ((begun < wanted || open > 0) && seconds() < end) {
      while (begun < wanted && seconds() >= ramp * begun / wanted) {
        connect();
        begun++;
      }
      if (!tally.counting() && countedUntil == 0 && seconds() >= settle) {
        tally.count(true);
        before = tally.events();
      }
      // What ends alone, behind the others, is no throughput.
      if (tally.counting() && (until > 0 ? seconds() >= until : tally.complete > 0)) {
        tally.count(false);
        countedUntil = seconds();
        counted = tally.events() - before;
      }
      selector.select(this::proceed, SELECT_MILLIS);
    }
    if (countedUntil == 0) {
      countedUntil = seconds();
      counted = tally.events() - before;
    }
    tally.broken += open;
    System.out.println(tally.line(Math.max(1e-9, countedUntil - settle), counted));
    return tally.faultless();
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Carrier carrier = new Carrier(channel, new EventReader(tally));
    carrier.unsent = request(carrier);
    channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    channel.register(selector, SelectionKey.OP_CONNECT, carrier);
    opened();
  }

  private void opened() {
    open++;
    tally.mostAtOnce = Math.max(tally.mostAtOnce, open);
  }

  private ByteBuffer request(Carrier carrier) {
    long number = ++tally.begun;
    carrier.reader.begin(number);
    carrier.asked = System.nanoTime();
    String body =
        "{\"model\":\"s\",\"stream\":true,\"max_tokens\":%d,\"seed\":%s,\"user\":\"%d\",\"messages\":"
                .formatted(events, options.get("--pace-us"), number)
            + "[{\"role\":\"user\",\"content\":\"Count, please, for the %dth time.\"}]}"
                .formatted(number);
    String more = options.get("--header");
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(url.getAuthority(), more == null ? "" : more + "\r\n", body.length());
    return ByteBuffer.wrap((head + body).getBytes(ISO_8859_1));
  }

  private void proceed(SelectionKey key) {
    Carrier carrier = (Carrier) key.attachment();
    try {
      if (key.isConnectable()) {
        carrier.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
      if (carrier.unsent != null && carrier.channel.isConnected()) {
        send(carrier, key);
      }
      if (key.isReadable()) {
        receive(carrier, key);
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException wrong) {
      tally.broken++;
      close(carrier);
    }
  }

  private static void send(Carrier carrier, SelectionKey key) throws IOException {
    carrier.channel.write(carrier.unsent);
    if (!carrier.unsent.hasRemaining()) {
      carrier.unsent = null;
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void receive(Carrier carrier, SelectionKey key) throws IOException {
    int count = carrier.channel.read(shared.clear());
    if (count < 0) {
      throw new IOException("closed by the server");
    }
    long now = System.nanoTime();
    boolean none = carrier.reader.last() == 0;
    boolean whole = carrier.reader.read(shared.flip(), now);
    if (none && carrier.reader.last() > 0 && tally.counting()) {
      tally.firsts.add(now - carrier.asked);
    }
    if (whole) {
      ended(carrier, key);
    }
  }

  private void ended(Carrier carrier, SelectionKey key) throws IOException {
    if (carrier.reader.complete()) {
      tally.ended(carrier.reader.last(), events);
    } else if (carrier.reader.status() == 200) {
      tally.broken++;
    } else {
      tally.refused++;
      tally.refusal = carrier.reader.status();
    }
    boolean again = seconds() < until;
    if (again && carrier.reader.keepAlive()) {
      carrier.unsent = request(carrier);
      send(carrier, key);
      return;
    }
    close(carrier);
    if (again) {
      connect();
    }
  }

  private void close(Carrier carrier) {
    open--;
    try {
      carrier.channel.close();
    } catch (IOException ignored) {
      // It is closed all the same.
    }
  }
}
