package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A forward proxy: it opens tunnels to this machine, whatever name it is given, and answers plain
 * requests itself. Heads of requests are kept.
 */
final class TestProxy implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)");

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String refusal;
  final Queue<String> heads = new ConcurrentLinkedQueue<>();

  /** A proxy that answers each request with {@code refusal}, or does what it says for null. */
  TestProxy(String refusal) throws IOException {
    this.refusal = refusal;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      for (String head = head(client.getInputStream()); !head.isEmpty(); ) {
        heads.add(head);
        if (refusal != null) {
          // Bytes that nobody has read would reset the connection, and the refusal with it.
          client.getInputStream().skipNBytes(bodyLength(head));
          say(client, refusal);
          return;
        }
        if (!head.startsWith("CONNECT ")) {
          say(client, "200 OK\r\nContent-Length: 2\r\n\r\n{}");
          head = head(client.getInputStream());
          continue;
        }
        tunnel(client, Integer.parseInt(head.replaceAll("(?s)^CONNECT [^ ]*:(\\d+) .*", "$1")));
        return;
      }
    } catch (IOException over) {
      // One of the two has left.
    }
  }

  private void tunnel(Socket client, int port) throws IOException {
    try (Socket node = new Socket(InetAddress.getLoopbackAddress(), port)) {
      say(client, "200 Connection established\r\n\r\n");
      threads.execute(
          () -> {
            try {
              node.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException over) {
              // One of the two has left.
            }
          });
      client.getInputStream().transferTo(node.getOutputStream());
    }
  }

  private static void say(Socket client, String answer) throws IOException {
    client.getOutputStream().write(("HTTP/1.1 " + answer).getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static int bodyLength(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
