package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Many clients at once, each of which does one thing that a server should survive, for so many
 * seconds; prints how many got which status, 0 for none.
 *
 * <p>Usage: {@code Misbehaviour bodies|streams|unread|json URL HEADER COUNT SECONDS [METHOD]}.
 * {@code HEADER} goes with each request, as {@code Authorization: Bearer ...}.
 */
public final class Misbehaviour {

  private static final int LARGE = 31 << 20;
  private static final int PIECE = 64 << 10;
  private static final byte[] PAIR = "{},".getBytes(US_ASCII);

  private final String kind;
  private final URI url;
  private final String header;
  private final long end;
  private final String method;
  private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();

  private Misbehaviour(String[] arguments) {
    kind = arguments[0];
    url = URI.create(arguments[1]);
    header = arguments[2];
    end = System.nanoTime() + Long.parseLong(arguments[4]) * 1_000_000_000;
    method = arguments.length > 5 ? arguments[5] : "POST";
  }

  /** Runs what the arguments ask for. */
  public static void main(String[] arguments) throws InterruptedException {
    Misbehaviour misbehaviour = new Misbehaviour(arguments);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      int number = i;
      Thread client = new Thread(null, () -> misbehaviour.run(number), "client", 128 << 10);
      client.start();
      clients.add(client);
    }
    for (Thread client : clients) {
      client.join();
    }
    StringBuilder told = new StringBuilder();
    misbehaviour.statuses.forEach((status, count) -> told.append(status + ": " + count + " "));
    System.out.println(told.toString().trim());
  }

  private void run(int number) {
    int status = 0;
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setReceiveBufferSize(PIECE);
      socket.setSoTimeout(100);
      status = act(socket, number);
    } catch (IOException broken) {
      // The server has cut the connection before it told a status.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    statuses.merge(status, 1, Integer::sum);
  }

  private int act(Socket socket, int number) throws IOException, InterruptedException {
    return switch (kind) {
      case "bodies" -> body(socket, number);
      case "streams" -> stays(socket, question(number));
      case "unread" -> stays(socket, "");
      case "json" -> json(socket);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** A body of 31 MiB at some 400 KiB/s, every other one without a length. */
  private int body(Socket socket, int number) throws IOException, InterruptedException {
    boolean chunked = number % 2 == 1;
    OutputStream out = socket.getOutputStream();
    out.write(head(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LARGE));
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) ' ');
    int status = 0;
    for (int sent = 0; status == 0 && sent < LARGE && System.nanoTime() < end; sent += PIECE) {
      if (chunked) {
        out.write((Integer.toHexString(PIECE) + "\r\n").getBytes(US_ASCII));
      }
      out.write(piece);
      if (chunked) {
        out.write("\r\n".getBytes(US_ASCII));
      }
      Thread.sleep(50);
      status = status(socket.getInputStream());
    }
    return status;
  }

  /** Asks, and reads the status and nothing behind it for as long as it may. */
  private int stays(Socket socket, String body) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    out.write(head("Content-Length: " + body.length()));
    out.write(body.getBytes(US_ASCII));
    int status = 0;
    while (status == 0 && System.nanoTime() < end) {
      status = status(socket.getInputStream());
    }
    while (status == 200 && System.nanoTime() < end) {
      Thread.sleep(200);
    }
    return status;
  }

  /** A body of nearly 32 MiB that is almost nothing but empty objects. */
  private int json(Socket socket) throws IOException {
    byte[] start =
        "{\"model\":\"small\",\"input\":\"x\",\"prompt\":\"x\",\"messages\":[".getBytes(US_ASCII);
    byte[] last = "{}]}".getBytes(US_ASCII);
    int pairs = ((32 << 20) - start.length - last.length) / PAIR.length;
    byte[] piece = new byte[PAIR.length * 8192];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = PAIR[i % PAIR.length];
    }
    OutputStream out = socket.getOutputStream();
    out.write(head("Content-Length: " + (start.length + pairs * PAIR.length + last.length)));
    int status = 0;
    try {
      out.write(start);
      for (int left = pairs; left > 0; left -= 8192) {
        out.write(piece, 0, PAIR.length * Math.min(left, 8192));
      }
      out.write(last);
    } catch (IOException refused) {
      // Its answer may be there all the same.
    }
    while (status == 0 && System.nanoTime() < end) {
      status = status(socket.getInputStream());
    }
    return status;
  }

  private static String question(int number) {
    return "{\"model\":\"stream\",\"stream\":true,\"temperature\":0,"
        + "\"messages\":[{\"role\":\"user\",\"content\":\"Question "
        + (number + "-" + System.nanoTime())
        + "\"}]}";
  }

  private byte[] head(String length) {
    return (method
            + (" " + url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()))
            + (" HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n" + header + "\r\n")
            + ("Content-Type: application/json\r\n" + length + "\r\n\r\n"))
        .getBytes(US_ASCII);
  }

  /** The status, or 0 if there is none yet: {@code HTTP/1.1 200}. */
  private static int status(InputStream in) throws IOException {
    byte[] line;
    try {
      line = in.readNBytes(12);
    } catch (SocketTimeoutException notYet) {
      return 0;
    }
    if (line.length < 12) {
      throw new IOException("closed");
    }
    return Integer.parseInt(new String(line, US_ASCII).substring(9));
  }
}
