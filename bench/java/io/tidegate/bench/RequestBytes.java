package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.nio.ByteBuffer;

/** Renders requests, each with its question. */
final class RequestBytes {

  private static final String PLACE = "0000000000";

  private final Questions questions;
  private final byte[][] templates;
  private final int numberToEnd;

  /**
   * Requests to {@code base}.
   *
   * @param body what is asked, from {@link #body}
   * @param headers more headers, each behind a line end
   * @param retries the most retries of a call
   * @param questions what each call asks
   */
  RequestBytes(URI base, String body, String headers, int retries, Questions questions) {
    this.questions = questions;
    templates = new byte[retries + 1][];
    for (int retry = 0; retry <= retries; retry++) {
      templates[retry] = (head(base, headers, retry, body.length()) + body).getBytes(US_ASCII);
    }
    numberToEnd = body.length() - body.indexOf(PLACE) - PLACE.length();
  }

  static String body(String model, boolean stream, boolean deterministic) {
    return "{\"model\":\""
        + model
        + (deterministic ? "\",\"temperature\":0" : "\"")
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Question "
        + PLACE
        + ": what is the capital of France?\"}]"
        + (stream ? ",\"stream\":true}" : "}");
  }

  private static String head(URI base, String headers, int retry, int length) {
    return "POST "
        + base.getPath().replaceAll("/$", "")
        + "/v1/chat/completions HTTP/1.1\r\nHost: "
        + base.getAuthority()
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + headers
        + "\r\nX-Stainless-Retry-Count: "
        + retry
        + "\r\n\r\n";
  }

  /** The request for {@code call}, good until the next one is rendered. */
  ByteBuffer of(ClientCall call) {
    byte[] template = templates[call.retries()];
    long rest = questions.of(call.number());
    for (int i = 1; i <= PLACE.length(); i++) {
      template[template.length - numberToEnd - i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return ByteBuffer.wrap(template);
  }
}
