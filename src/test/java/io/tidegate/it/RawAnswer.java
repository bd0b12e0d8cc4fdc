package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.testing.Lines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as it came over the wire, however it ended.
 *
 * @param status its status
 * @param headers its headers by lower-case name
 * @param body what came of its body, without the marks between its chunks
 * @param whole whether the body had the end that its head had promised
 */
record RawAnswer(int status, Map<String, String> headers, String body, boolean whole) {

  private static final int PATIENCE_MILLIS = 30_000;

  private static final String CHAT = "/v1/chat/completions";

  /** The answer to the chat {@code json}, over HTTP/1.1 and a connection of its own. */
  static RawAnswer of(String json) {
    return of(CHAT, json);
  }

  /** The answer to {@code json} at {@code path}. */
  static RawAnswer of(String path, String json) {
    try (Socket socket = connect()) {
      send(socket, post(path, "HTTP/1.1", json));
      return read(socket.getInputStream());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * The answer to the plain chat {@code json} of a client that waits so many seconds, as it tells.
   */
  static RawAnswer within(int seconds, String json) {
    return within(seconds, CHAT, json);
  }

  /** The same of a call at {@code path}. */
  static RawAnswer within(int seconds, String path, String json) {
    String told = "\r\nX-Stainless-Timeout: " + seconds + "\r\n\r\n";
    try (Socket socket = connect()) {
      send(socket, post(path, "HTTP/1.1", json).replaceFirst("\r\n\r\n", told));
      return read(socket.getInputStream());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The same for a stream, of which nothing but comments comes meanwhile: null. */
  static RawAnswer unlessItWaits(int seconds, String json) {
    return unlessItWaits(seconds, CHAT, json);
  }

  /** The same of a call at {@code path}. */
  static RawAnswer unlessItWaits(int seconds, String path, String json) {
    try (Socket socket = connect()) {
      socket.setSoTimeout(1000 * seconds);
      send(socket, post(path, "HTTP/1.1", json));
      return read(socket.getInputStream());
    } catch (SocketTimeoutException waits) {
      return null;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static Socket connect() throws IOException {
    Socket socket = new Socket(DeployedEar.SERVER.getHost(), DeployedEar.SERVER.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static String post(String path, String version, String json) {
    return "POST %s %s\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            .formatted(path, version)
        + "Content-Length: %d\r\n\r\n%s".formatted(json.getBytes(UTF_8).length, json);
  }

  static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(UTF_8));
  }

  /** The next answer in {@code in}. */
  static RawAnswer read(InputStream in) throws IOException {
    String line = Lines.next(in);
    Map<String, String> headers = new TreeMap<>();
    for (String header = Lines.next(in);
        header != null && !header.isEmpty();
        header = Lines.next(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole = body(in, headers, body);
    int status = Integer.parseInt(line.substring(9, 12));
    return new RawAnswer(status, headers, body.toString(UTF_8), whole);
  }

  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  private static boolean body(InputStream in, Map<String, String> headers, ByteArrayOutputStream to)
      throws IOException {
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      int length = Integer.parseInt(headers.get("content-length"));
      to.write(in.readNBytes(length));
      return to.size() == length;
    }
    for (String size = Lines.next(in); size != null; size = Lines.next(in)) {
      int length = Integer.parseInt(size, 16);
      to.write(in.readNBytes(length));
      Lines.next(in);
      if (length == 0) {
        return true;
      }
    }
    return false;
  }
}
