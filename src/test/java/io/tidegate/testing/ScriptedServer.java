package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP node that answers each request with raw bytes, as the next script says.
 *
 * <p>Scripts are used up in order, one per request; without one left a connection is closed.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What is done about one request. */
  @FunctionalInterface
  public interface Script {
    void play(Wire wire) throws Exception;
  }

  /**
   * A request as it came.
   *
   * @param connection the number of its connection, from 1
   * @param line the request line
   * @param headers its headers by lower-case name
   * @param body its body
   */
  public record Request(int connection, String line, Map<String, String> headers, String body) {}

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong written = new AtomicLong();

  private ScriptedServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** A server on a free port of this machine that plays {@code scripts}. */
  public static ScriptedServer start(Script... scripts) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ScriptedServer server = new ScriptedServer(listener);
      server.scripts.addAll(List.of(scripts));
      server.threads.execute(server::accept);
      return server;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** A script that answers with a whole response of {@code status} and goes on listening. */
  public static Script answer(int status, String contentType, String body) {
    return wire ->
        wire.write("HTTP/1.1 " + status + " X\r\nContent-Type: " + contentType + "\r\n")
            .write("Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
  }

  /** The address that ends in the server's port. */
  public String url() {
    return "http://localhost:" + listener.getLocalPort();
  }

  /** The next request that was not asked for yet; waits at most 5 s. */
  public Request request() throws InterruptedException {
    Request request = requests.poll(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** The bytes that the operating system has taken from the scripts so far. */
  public long written() {
    return written.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    try {
      for (int number = 1; ; number++) {
        Socket socket = listener.accept();
        int connection = number;
        open.add(socket);
        threads.execute(() -> serve(socket, connection));
      }
    } catch (IOException closed) {
      // The test is over.
      return;
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Request request = read(in, connection);
      while (request != null) {
        requests.add(request);
        Script script = scripts.poll();
        if (script == null) {
          return;
        }
        script.play(new Wire(socket, in, written));
        request = socket.isClosed() ? null : read(in, connection);
      }
    } catch (Exception cut) {
      // The client hung up; what it did is seen by the script or by the requests.
      return;
    } finally {
      open.remove(socket);
    }
  }

  private static Request read(InputStream in, int connection) throws IOException {
    String line = Lines.next(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = Lines.next(in);
        header != null && !header.isEmpty();
        header = Lines.next(in)) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, header.substring(colon + 1).strip(), (one, two) -> one + ", " + two);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(connection, line, headers, new String(in.readNBytes(length), UTF_8));
  }
}
