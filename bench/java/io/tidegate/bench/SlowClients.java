package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that take their time, on one thread: a third send a head and a third a body, a byte a
 * second each; the others read a stream so. Who is cut off comes again.
 *
 * <p>Arguments: the server's address, how many send, how many read, the model whose streams are
 * long, the file whose end is theirs.
 */
public final class SlowClients {

  private static final int WINDOW = 1024;
  private static final String HEAD =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private final InetSocketAddress server;
  private final String model;
  private final List<Client> clients = new ArrayList<>();
  private int cut;

  private SlowClients(URI server, String model) {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    this.model = model;
  }

  /** What a client says; what of it is said at once, the rest byte by byte. */
  private final class Client {

    private final byte[] text;
    private final int atOnce;
    private SocketChannel channel;
    private int said;

    Client(String text, int atOnce) throws IOException {
      this.text = text.getBytes(US_ASCII);
      this.atOnce = atOnce;
      open();
    }

    private void open() throws IOException {
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
      channel.connect(server);
      channel.configureBlocking(false);
      said = 0;
      say(atOnce);
    }

    private void say(int most) throws IOException {
      int length = Math.min(most, text.length - said);
      said += channel.write(ByteBuffer.wrap(text, said, length));
    }

    /** A byte this way or that. */
    void step() throws IOException {
      try {
        say(1);
        if (channel.read(ByteBuffer.allocate(1)) >= 0) {
          return;
        }
      } catch (IOException reset) {
        // Counted like an end.
        cut++;
        channel.close();
        open();
        return;
      }
      cut++;
      channel.close();
      open();
    }
  }

  private void add(int senders, int readers) throws IOException {
    String trickle = HEAD + "X-Slow: " + "a".repeat(10_000) + "\r\n\r\n";
    String body =
        HEAD + "Content-Length: 100000\r\n\r\n{\"model\": \"" + model + "\"" + " ".repeat(9000);
    for (int i = 0; i < senders; i++) {
      boolean head = i % 2 == 0;
      clients.add(new Client(head ? trickle : body, head ? HEAD.length() : HEAD.length() + 30));
    }
    for (int i = 0; i < readers; i++) {
      String question =
          "{\"model\": \"%s\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"%d\"}]}"
              .formatted(model, i);
      String request = HEAD + "Content-Length: " + question.length() + "\r\n\r\n" + question;
      clients.add(new Client(request, request.length()));
    }
  }

  private void run(Path until) throws IOException, InterruptedException {
    while (Files.exists(until)) {
      long began = System.nanoTime();
      for (Client client : clients) {
        client.step();
      }
      long rest = TimeUnit.SECONDS.toNanos(1) - (System.nanoTime() - began);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
    }
    System.out.printf("%d slow clients, cut off %d times%n", clients.size(), cut);
  }

  /** Runs until the file is gone. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SlowClients all = new SlowClients(URI.create(arguments[0]), arguments[3]);
    all.add(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    Path until = Path.of(arguments[4]);
    System.out.printf("%d slow clients are connected%n", all.clients.size());
    all.run(until);
  }
}
