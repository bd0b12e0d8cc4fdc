package io.tidegate.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two readers may see differently, byte by byte over sockets: each has one answer at
 * most, nothing behind it is taken for another request, and what is refused reaches no node.
 */
final class SmugglingIT extends OneNode {

  private static final String BODY = Http.chat("smuggled question", false);
  private static final String HEAD =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  /** What would be a second request, and say so in its answer. */
  private static final String SECOND = "GET /v1/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
  private static final int PATIENCE_MILLIS = 15_000;

  private static String chunked(String body) {
    return Integer.toHexString(body.getBytes(UTF_8).length) + "\r\n" + body + "\r\n0\r\n\r\n";
  }

  private static String expand(String head) {
    return head.replace("LENGTH", String.valueOf(BODY.getBytes(UTF_8).length))
        .replace("|", "\r\n")
        .replace("^", "\u000b");
  }

  /** All that comes for {@code request} until the connection is closed, or nothing more comes. */
  private static String answer(String request) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Socket socket = RawAnswer.connect()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
      all.writeBytes("<closed>".getBytes(UTF_8));
    } catch (SocketTimeoutException open) {
      all.writeBytes("<open>".getBytes(UTF_8));
    }
    return all.toString(UTF_8);
  }

  private static int status(String answer) {
    Matcher status = STATUS.matcher(answer);
    return status.find() ? Integer.parseInt(status.group(1)) : 0;
  }

  private static long answers(String answer) {
    return STATUS.matcher(answer).results().count();
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: LENGTH|Content-Length: LENGTH, Content-Length must be",
    "Transfer-Encoding: xchunked, Transfer-Encoding must be",
    "'Transfer-Encoding: chunked, identity', Transfer-Encoding must be",
    "'Transfer-Encoding: identity, chunked', Transfer-Encoding must be",
    "Transfer-Encoding: chunked|Transfer-Encoding: identity, Transfer-Encoding must be",
    "Transfer-Encoding:^chunked, Transfer-Encoding must be",
    "Host: evil.example|Content-Length: LENGTH, Host must be given once"
  })
  void whatCanBeReadInTwoWaysIsRefusedAndTheConnectionClosed(String head, String rule)
      throws IOException {
    long before = calls();
    boolean coded = head.contains("Transfer-Encoding");
    String answer =
        answer(HEAD + expand(head) + "\r\n\r\n" + (coded ? chunked(BODY) : BODY) + SECOND);

    assertThat(status(answer)).as(answer).isEqualTo(400);
    assertThat(answers(answer)).as(answer).isEqualTo(1);
    assertThat(answer).contains(rule).endsWith("<closed>").doesNotContain("/v1/smuggled");
    assertThat(calls()).as("what reached a node").isEqualTo(before);
  }

  /** The server has made up its mind before anybody is asked; it must not do so twice. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: LENGTH|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 4",
        "Transfer-Encoding : chunked|Content-Length: 4",
        "Content-Length: LENGTH|Content-Length: 5",
        "Content-Length: LENGTH, LENGTH",
        "Content-Length: +LENGTH",
        "Content-Length: -1"
      })
  void whatTheServerReadsByItselfIsAnsweredOnceAndTheConnectionClosed(String head)
      throws IOException {
    boolean coded = head.contains("Transfer-Encoding");
    String answer =
        answer(HEAD + expand(head) + "\r\n\r\n" + (coded ? chunked(BODY) : BODY) + SECOND);

    assertThat(status(answer)).as(answer).isIn(200, 400);
    assertThat(answers(answer)).as(answer).isEqualTo(1);
    assertThat(answer).endsWith("<closed>").doesNotContain("/v1/smuggled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz", "-5", "0x45", "ffffffffffffffffff", "", "1 2"})
  void aBrokenChunkIsNoBodyAndNoRequestFollowsIt(String size) throws IOException {
    long before = calls();
    String body = size + "\r\n" + BODY + "\r\n0\r\n\r\n";
    String answer = answer(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + body + SECOND);

    assertThat(status(answer)).as(answer).isIn(0, 400, 408);
    assertThat(answers(answer)).isLessThanOrEqualTo(1);
    assertThat(answer).doesNotContain("/v1/smuggled");
    assertThat(calls()).as("what reached a node").isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X A: b",
        "X-A: b\u0000c",
        " Transfer-Encoding: chunked",
        "X-A: b|Content-Length: 3|\tTransfer-Encoding: chunked"
      })
  void aBrokenHeaderMakesNoSecondRequest(String header) throws IOException {
    String answer =
        answer(HEAD + expand(header) + expand("|Content-Length: LENGTH||") + BODY + SECOND);

    assertThat(answers(answer)).as(answer).isLessThanOrEqualTo(2);
    assertThat(status(answer)).as(answer).isNotIn(500, 502, 503);
    assertThat(answer).doesNotContain("Exception");
  }

  @Test
  void aRequestOfOneDotOneHasAHost() throws IOException {
    String answer = answer("GET /v1/models HTTP/1.1\r\n\r\n");
    assertThat(status(answer)).isEqualTo(400);
    assertThat(answer).contains("Host must be given.").endsWith("<closed>");
  }

  @ParameterizedTest
  @CsvSource({"X-A, 17000, 1", "X, 1, 120"})
  void aHeadHasItsLimits(String name, int length, int count) throws IOException {
    StringBuilder head = new StringBuilder("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < count; i++) {
      head.append(name).append(i).append(": ").append("a".repeat(length)).append("\r\n");
    }
    String answer = answer(head + "\r\n");
    assertThat(status(answer)).isIn(400, 431);
    assertThat(answer).endsWith("<closed>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-request-id: abcdefgh\rSet-Cookie: a=b",
        "x-request-id: abcdefgh%0d%0aSet-Cookie:a=b",
        "x-tidegate-priority: high\rSet-Cookie: a=b"
      })
  void aValueCannotBecomeAHeaderOfTheAnswer(String header) throws IOException {
    String answer = answer("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("set-cookie");
  }

  @Test
  void aModelsNameCannotBecomeAHeaderOfAnything() {
    var answer =
        Http.post(
            "/v1/chat/completions",
            "{\"model\": \"m\\r\\nSet-Cookie: a=b\", \"messages\": [{\"role\": \"user\","
                + " \"content\": \"x\"}]}");
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  /** How many calls the node has been asked. */
  private long calls() {
    return fleet.started("one");
  }
}
