package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;

/** One call over a socket of its own, so that a test decides when and how the client leaves. */
final class RawCall implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader in;

  /** Sends the call. */
  RawCall(String question, boolean stream) {
    this(Http.chat(question, stream));
  }

  /** Sends the call whose body is {@code json}. */
  RawCall(String json) {
    try {
      socket = new Socket(DeployedEar.SERVER.getHost(), DeployedEar.SERVER.getPort());
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      byte[] body = json.getBytes(UTF_8);
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(body);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Reads until {@code count} events have come. */
  void readEvents(int count) {
    try {
      for (int seen = 0; seen < count; ) {
        String line = in.readLine();
        if (line == null) {
          throw new IllegalStateException("the stream ended after " + seen + " events");
        }
        seen += line.startsWith("data: ") ? 1 : 0;
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Leaves with a reset instead of a farewell, as a killed client does. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
