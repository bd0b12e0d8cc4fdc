package io.tidegate.bench.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to the node and the stream that it carries; for one thread. */
final class PacedStream {

  private static final String JSON =
      "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"s\",\"choices\":"
          + "[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}";
  private static final String PLACE = "00000000 00000000 0000000000000000000";
  private static final byte[] EVENT =
      chunk("data: " + JSON.formatted("{\"content\":\"" + PLACE + "\"}", "null") + "\n\n")
          .getBytes(ISO_8859_1);
  private static final int AT = new String(EVENT, ISO_8859_1).indexOf(PLACE);
  private static final byte[] HEAD =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
          .getBytes(ISO_8859_1);
  private static final byte[] END =
      (chunk("data: " + JSON.formatted("{}", "\"stop\"") + "\n\ndata: [DONE]\n\n") + "0\r\n\r\n")
          .getBytes(ISO_8859_1);
  private static final String LIST =
      "{\"object\":\"list\",\"data\":[{\"id\":\"s\",\"object\":\"model\",\"created\":1}]}";
  private static final byte[] MODELS =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + LIST.length()
              + "\r\n\r\n"
              + LIST)
          .getBytes(ISO_8859_1);
  private static final Pattern LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: *(\\d+)(?=\r\n)(?s:.*?)\r\n\r\n|\r\n\r\n");

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer out = ByteBuffer.allocate(HEAD.length + EVENT.length + END.length);
  private StringBuilder request = new StringBuilder();
  private long number;
  private long events;
  private long sent;
  private long pace;
  private long due;

  PacedStream(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
    out.limit(0);
  }

  private static String chunk(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  SocketChannel channel() {
    return channel;
  }

  SelectionKey key() {
    return key;
  }

  /** The nano reading at which the next event is to be sent. */
  long due() {
    return due;
  }

  /** Whether there are events to send. */
  boolean more() {
    return sent < events;
  }

  /** Takes {@code text} of a request; whether a stream begins, whose first event is due now. */
  boolean asked(String text) throws IOException {
    request.append(text);
    Matcher end = LENGTH.matcher(request);
    if (!end.find()) {
      return false;
    }
    int length = end.group(1) == null ? 0 : Integer.parseInt(end.group(1));
    if (request.length() < end.end() + length) {
      return false;
    }
    String body = request.substring(end.end(), end.end() + length);
    request = new StringBuilder();
    if (length == 0) {
      channel.write(ByteBuffer.wrap(MODELS));
      return false;
    }
    events = number(body, "max_tokens");
    pace = 1000 * number(body, "seed");
    number = number(body, "user");
    sent = 0;
    due = System.nanoTime();
    return true;
  }

  private static long number(String body, String member) {
    Matcher found = Pattern.compile("\"" + member + "\": ?\"?(\\d+)").matcher(body);
    if (!found.find()) {
      throw new IllegalStateException("no " + member + " in " + body);
    }
    return Long.parseLong(found.group(1));
  }

  /** Sends the next event, and the end behind the last one; whether all of it is gone. */
  boolean sendNext() throws IOException {
    out.clear();
    if (sent == 0) {
      out.put(HEAD);
    }
    sent++;
    int at = out.position() + AT;
    out.put(EVENT);
    digits(at, 8, number);
    digits(at + 9, 8, sent);
    digits(at + 18, 19, System.nanoTime());
    if (sent == events) {
      out.put(END);
    }
    out.flip();
    // One that was held up does not catch up by sending faster.
    due = Math.max(due + pace, System.nanoTime() - pace);
    return flush();
  }

  /** Sends what is left of an event; whether all of it is gone. */
  boolean flush() throws IOException {
    channel.write(out);
    return !out.hasRemaining();
  }

  private void digits(int at, int count, long value) {
    long rest = value;
    for (int i = count - 1; i >= 0; i--) {
      out.put(at + i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
