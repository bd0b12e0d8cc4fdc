package io.tidegate.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sees the bytes on the wire and how they end. */
final class RawConnection implements AutoCloseable {

  /** How an answer came to its end. */
  enum End {
    /** By the last chunk. */
    ENDED,
    /** By a closed connection, without the last chunk. */
    CLOSED,
    /** Not at all: the connection is open, and nothing more came in time. */
    SILENT
  }

  /** What came over the wire; the body is freed of its chunking. */
  record Seen(String head, String body, End end) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }
  }

  private static final int SILENCE_MILLIS = 250;

  /** For the head, which always comes. */
  private static final int PATIENCE_MILLIS = 5000;

  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final Socket socket;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
  }

  static Seen post(int port, String path, String body) throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(path, body);
      return connection.seen();
    }
  }

  void send(String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes.length;
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
  }

  /** Waits for the first byte of the answer. */
  void awaitByte() throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    if (socket.getInputStream().read() < 0) {
      throw new IOException("closed before the first byte");
    }
  }

  void closeSendingHalf() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads on until the answer ends, or nothing comes for a while, or it has ticked long enough. */
  Seen seen() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    End end = read(bytes);
    String text = bytes.toString(StandardCharsets.UTF_8);
    int headEnd = text.indexOf("\r\n\r\n");
    String body = headEnd < 0 ? "" : unchunked(bytes, headEnd + 4);
    return new Seen(headEnd < 0 ? text : text.substring(0, headEnd), body, end);
  }

  private End read(ByteArrayOutputStream bytes) throws IOException {
    InputStream input = socket.getInputStream();
    byte[] buffer = new byte[8192];
    try {
      while (!bytes.toString(StandardCharsets.UTF_8).endsWith(LAST_CHUNK)) {
        socket.setSoTimeout(bytes.size() == 0 ? PATIENCE_MILLIS : SILENCE_MILLIS);
        int count = input.read(buffer);
        if (count < 0) {
          return End.CLOSED;
        }
        bytes.write(buffer, 0, count);
        if (ticks(bytes) >= 3) {
          return End.SILENT;
        }
      }
      return End.ENDED;
    } catch (SocketTimeoutException silence) {
      return End.SILENT;
    } catch (SocketException reset) {
      return End.CLOSED;
    }
  }

  private static long ticks(ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    return text.lines()
            .filter(line -> line.equals(": keep-alive") || line.equals("event: ping"))
            .count()
        + text.split("\r\n1\r\n\n", -1).length
        - 1;
  }

  private static String unchunked(ByteArrayOutputStream bytes, int from) {
    byte[] all = bytes.toByteArray();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int position = from;
    while (position < all.length) {
      int lineEnd = position;
      while (all[lineEnd] != '\r') {
        lineEnd++;
      }
      String size = new String(all, position, lineEnd - position, StandardCharsets.US_ASCII);
      int length = Integer.parseInt(size, 16);
      body.write(all, lineEnd + 2, Math.min(length, all.length - lineEnd - 2));
      position = lineEnd + 2 + length + 2;
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
