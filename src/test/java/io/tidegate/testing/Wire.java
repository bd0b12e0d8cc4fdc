package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A scripted server's end of one connection. */
public final class Wire {

  private final Socket socket;
  private final InputStream in;
  private final AtomicLong written;

  Wire(Socket socket, InputStream in, AtomicLong written) {
    this.socket = socket;
    this.in = in;
    this.written = written;
  }

  /** Sends {@code text} as it is. */
  public Wire write(String text) throws IOException {
    return write(text.getBytes(UTF_8));
  }

  /** Sends {@code bytes}; blocks while the client does not read. */
  public Wire write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    written.addAndGet(bytes.length);
    return this;
  }

  /** Sends the head of a stream of events, in chunks. */
  public Wire streamHead() throws IOException {
    return write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  /** Sends one chunk. */
  public Wire chunk(String text) throws IOException {
    int length = text.getBytes(UTF_8).length;
    return write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
  }

  /** Sends the last chunk. */
  public Wire lastChunk() throws IOException {
    return write("0\r\n\r\n");
  }

  /** Pauses until the test goes on, at most 10 s. */
  public Wire await(CountDownLatch signal) throws InterruptedException {
    if (!signal.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the test did not go on");
    }
    return this;
  }

  /** Whether the client hangs up within {@code time}. */
  public boolean hungUpWithin(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Closes the connection in order. */
  public void close() throws IOException {
    socket.close();
  }

  /** Resets the connection. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
