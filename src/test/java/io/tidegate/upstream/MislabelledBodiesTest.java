package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.STOP;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers under other statuses, media types and content codings than they should have. */
class MislabelledBodiesTest {

  private static final String STREAM = HELLO + STOP + DONE;
  private static final String PLAIN = plainAnswer("Hello", "stop");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Text/Event-Stream; charset=UTF-8",
        "TEXT/EVENT-STREAM",
        " text/event-stream",
        "application/json",
        "application/octet-stream",
        "text/plain; charset=utf-8",
        "nonsense",
        ""
      })
  void streamsUnderAnyLabel(String label) {
    for (String front :
        new String[] {
          "", "\n", ": hm\n\n", "\ufeff", "event: message\n", "id: 1\n", "retry: 1\n\n"
        }) {
      AttemptFixture attempt = head(true, 200, label.isEmpty() ? null : label, null);
      attempt.send(front + STREAM).end();

      assertThat(attempt.outcome().kind()).as(front).isEqualTo(Kind.COMPLETED);
      assertThat(attempt.text()).endsWith(STREAM);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "text/event-stream", "text/plain", "application/problem+json"})
  void answersUnderAnyLabel(String label) {
    AttemptFixture attempt = head(false, 200, label, null);
    attempt.send("\ufeff\n \ufeff" + PLAIN).end();

    assertThat(attempt.text()).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @CsvSource({"200", "201", "202", "203", "206", "226", "299"})
  void takesAGoodAnswerUnderAnyStatusOfSuccess(int status) {
    AttemptFixture plain = head(false, status, "application/json", null);
    plain.send(PLAIN).end();
    AttemptFixture stream = head(true, status, "text/event-stream", null);
    stream.send(STREAM).end();

    assertThat(plain.text()).isEqualTo(PLAIN);
    assertThat(plain.answer.head().status()).isEqualTo(200);
    assertThat(stream.text()).isEqualTo(STREAM);
    assertThat(stream.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"204", "205", "304"})
  void takesNoAnswerForAFailure(int status) {
    AttemptFixture attempt = head(false, status, null, null);
    attempt.end();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "x-gzip", "GZIP", "deflate"})
  void readsCompressedAnswersStreamsAndErrors(String coding) throws IOException {
    AttemptFixture plain = head(false, 200, "application/json", coding);
    sendBytes(plain, coded(coding, PLAIN), 7);
    plain.end();
    AttemptFixture stream = head(true, 200, "text/event-stream", coding);
    sendBytes(stream, coded(coding, STREAM), 1);
    stream.end();
    AttemptFixture error = head(true, 400, "application/json", coding);
    sendBytes(error, coded(coding, "{\"error\":{\"message\":\"too long\"}}"), 100);
    error.end();

    assertThat(plain.text()).isEqualTo(PLAIN);
    assertThat(stream.text()).isEqualTo(STREAM);
    assertThat(error.text()).contains("\"message\":\"too long\"");
  }

  @Test
  void isNoAnswerInACodingThatNobodyAskedFor() {
    AttemptFixture attempt = head(false, 200, "application/json", "br");
    attempt.send("???").end();
    AttemptFixture error = head(false, 400, "application/json", "br");
    error.send("???").end();

    attempt.assertUndelivered(Kind.FAILED);
    assertThat(attempt.outcome().failure().message()).contains("content coding");
    assertThat(error.answer.head().status()).isEqualTo(400);
  }

  @Test
  void isNoAnswerWhenItIsNotInTheCodingThatItNames() {
    AttemptFixture attempt = head(false, 200, "application/json", "gzip");
    attempt.send(PLAIN).end();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "deflate"})
  void isTheErrorOfItsStatusWhenItIsNotInTheCodingThatItNames(String coding) {
    AttemptFixture busy = AttemptFixture.silent(false);
    busy.run.head(429, "application/json", coding, Duration.ofSeconds(7));
    busy.send("{\"error\":{\"message\":\"slow down\"}}").end();
    AttemptFixture mistake = head(false, 400, "application/json", coding);
    mistake.send("{\"error\":{\"message\":\"too long\"}}").end();

    busy.assertUndelivered(Kind.BUSY);
    assertThat(busy.outcome().status()).isEqualTo(429);
    assertThat(busy.outcome().notBefore()).isEqualTo(Duration.ofSeconds(7));
    assertThat(mistake.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(mistake.answer.head().status()).isEqualTo(400);
  }

  @Test
  void readsNoMoreThanItMayOfWhatIsCompressedHard() throws IOException {
    AttemptFixture attempt = head(false, 200, "application/json", "gzip");
    sendBytes(attempt, coded("gzip", plainAnswer("x".repeat(50_000_000), "stop")), 1000);
    attempt.end();

    attempt.assertUndelivered(Kind.FAILED);
    assertThat(attempt.outcome().failure().message()).contains("200000 bytes");
  }

  @Property(tries = 200)
  void readsTheSameHoweverItArrives(@ForAll long seed) {
    Random random = new Random(seed);
    String[] fronts = {"", "\ufeff", "\n\n", ": hm\n\n", "id: 1\n", "event: message\r\n"};
    String body = fronts[random.nextInt(fronts.length)] + STREAM;
    AttemptFixture whole = head(true, 200, null, null);
    whole.send(body).end();
    AttemptFixture parts = head(true, 200, null, null);
    byte[] bytes = body.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(9));
      parts.run.bytes(ByteBuffer.wrap(bytes, at, length));
      at += length;
    }
    parts.end();

    assertThat(parts.text()).isEqualTo(whole.text()).endsWith(STREAM);
  }

  private static AttemptFixture head(boolean stream, int status, String label, String coding) {
    AttemptFixture attempt = AttemptFixture.silent(stream);
    attempt.run.head(status, label, coding, null);
    return attempt;
  }

  private static void sendBytes(AttemptFixture attempt, byte[] bytes, int size) {
    for (int at = 0; at < bytes.length; at += size) {
      attempt.run.bytes(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
    }
  }

  private static byte[] coded(String coding, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        coding.equals("deflate") ? new DeflaterOutputStream(bytes) : new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
