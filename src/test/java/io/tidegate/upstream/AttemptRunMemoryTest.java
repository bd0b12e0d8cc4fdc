package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What answers hold of the memory budget, and what becomes of them when it is short. */
class AttemptRunMemoryTest {

  private static final String TEXT =
      "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\","
          + "\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\"}\n\n";

  private final List<Reservation> others = new ArrayList<>();

  @Test
  void aStreamHoldsWhatItsClientHasNotTaken() {
    AttemptFixture attempt = AttemptFixture.stream();
    attempt.send(HELLO, HELLO, HELLO);
    assertThat(attempt.memory.held(Use.ANSWERS)).isPositive();
    assertThat(attempt.run.memory().used()).isEqualTo(3L * HELLO.length());

    attempt.reader.passedOn(HELLO.length());
    assertThat(attempt.run.memory().used()).isEqualTo(2L * HELLO.length());
    attempt.send(AttemptFixture.STOP, AttemptFixture.DONE);
    attempt.end();
    assertThat(attempt.memory.held()).as("not taken yet").isPositive();
    attempt.reader.close();

    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void withoutMemoryAStreamGoesOnEventByEvent() {
    AttemptFixture attempt = AttemptFixture.stream();
    takeAll(attempt);
    attempt.send(HELLO);

    assertThat(attempt.run.full()).as("nothing more is read").isTrue();
    attempt.reader.passedOn(HELLO.length());
    assertThat(attempt.run.full()).isFalse();
    assertThat(attempt.transport.resumes()).isEqualTo(1);
    attempt.send(HELLO);
    assertThat(attempt.run.full()).isTrue();
    others.forEach(Reservation::close);
    attempt.reader.passedOn(HELLO.length());
    attempt.send(HELLO);

    assertThat(attempt.run.full()).as("there is memory again").isFalse();
    attempt.reader.close();
    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void aPlainAnswerHoldsItsBytesUntilTheClientHasThem() {
    AttemptFixture attempt = AttemptFixture.plain();
    String answer = plainAnswer("x".repeat(50_000), "stop");
    attempt.send(answer.substring(0, 40_000));
    assertThat(attempt.run.memory().used()).isGreaterThanOrEqualTo(40_000);
    attempt.send(answer.substring(40_000)).end();

    assertThat(attempt.run.memory().used()).isEqualTo(answer.length());
    assertThat(attempt.text()).isEqualTo(answer);
    attempt.reader.passedOn(answer.length());
    attempt.reader.close();
    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void aPlainAnswerForWhichThereIsNoMemoryEndsAndIsNotTheNodesFault() {
    AttemptFixture attempt = AttemptFixture.plain();
    attempt.send("{");
    takeAll(attempt);
    attempt.send("x".repeat(100_000));

    attempt.assertUndelivered(Kind.CANCELLED);
    assertThat(attempt.outcome().failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(attempt.outcome().retryable()).isFalse();
    assertThat(attempt.transport.aborted()).isTrue();
    others.forEach(Reservation::close);
    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void noTreeIsMadeForWhichThereIsNoMemory() {
    AttemptFixture attempt = AttemptFixture.silent(true);
    attempt.run.head(200, "application/json", null, null);
    String whole = plainAnswer("Hello", "stop");
    String open = whole.substring(0, whole.lastIndexOf('}'));
    attempt.send(open + ",\"more\":[" + "{},".repeat(20_000) + "{}]");
    takeAll(attempt);
    attempt.send("}").end();

    attempt.assertUndelivered(Kind.CANCELLED);
    assertThat(attempt.outcome().failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    others.forEach(Reservation::close);
    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void anAttemptThatFailsHoldsNothing() {
    AttemptFixture attempt = AttemptFixture.plain();
    attempt.send("{".repeat(10_000));

    attempt.run.broken();

    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void whatIsHeldBackBeforeContentIsCountedOnce() {
    AttemptFixture attempt = AttemptFixture.streamed(Operation.RESPONSES, true);
    String preamble = created(6000);
    attempt.send(preamble, preamble);
    assertThat(attempt.run.memory().used()).isEqualTo(2L * preamble.length());

    attempt.send(TEXT);
    assertThat(attempt.run.memory().used()).isEqualTo(2L * preamble.length() + TEXT.length());
    assertThat(attempt.text()).isEqualTo(preamble + preamble + TEXT);
    attempt.reader.passedOn(2 * preamble.length() + TEXT.length());
    assertThat(attempt.run.memory().used()).isZero();

    attempt.run.broken();
    attempt.reader.close();
    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void whatIsHeldBackIsGivenBackWhenTheAttemptEnds() {
    AttemptFixture attempt = AttemptFixture.streamed(Operation.RESPONSES, true);
    attempt.send(created(6000));
    assertThat(attempt.memory.held(Use.ANSWERS)).isPositive();

    attempt.run.broken();

    assertThat(attempt.memory.held()).isZero();
  }

  @Test
  void aLargeBeginningForWhichThereIsNoMemoryEndsAndIsNotTheNodesFault() {
    AttemptFixture attempt = AttemptFixture.streamed(Operation.RESPONSES, true);
    takeAll(attempt);
    attempt.send(created(1000), created(1000));
    attempt.assertRunning();
    attempt.send(created(6000));

    attempt.assertUndelivered(Kind.CANCELLED);
    assertThat(attempt.outcome().failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(attempt.outcome().retryable()).isFalse();
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void aSmallBeginningIsHeldBackThoughMemoryIsShort() {
    AttemptFixture attempt = AttemptFixture.stream();
    takeAll(attempt);
    attempt.send(AttemptFixture.ROLE, HELLO);

    attempt.assertRunning();
    assertThat(attempt.text()).isEqualTo(AttemptFixture.ROLE + HELLO);
    assertThat(attempt.run.full()).isTrue();
  }

  @Test
  void anEventIsCountedWhileItGrows() {
    AttemptFixture attempt = AttemptFixture.stream().send(HELLO);
    attempt.reader.passedOn(HELLO.length());
    String large = AttemptFixture.chunk("{\"content\":\"" + "x".repeat(9000) + "\"}", "null");
    attempt.send(large.substring(0, 4000));
    assertThat(attempt.run.memory().used()).isZero();

    attempt.send(large.substring(4000, 9000));
    assertThat(attempt.run.memory().used()).isBetween(9000L, (long) AttemptFixture.MAX_EVENT);
    attempt.send(large.substring(9000));
    assertThat(attempt.run.memory().used()).isEqualTo(large.length());
    attempt.reader.passedOn(large.length());
    assertThat(attempt.run.memory().used()).isZero();
  }

  @Test
  void aLargeEventForWhichThereIsNoMemoryEndsAndIsNotTheNodesFault() {
    AttemptFixture attempt = AttemptFixture.stream();
    takeAll(attempt);
    attempt.send(HELLO, "data: " + "x".repeat(4000));
    attempt.assertRunning();
    attempt.send("x".repeat(4000));

    Outcome outcome = attempt.outcome();
    assertThat(outcome.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(outcome.failure().code()).isEqualTo(ErrorCode.SERVER_MEMORY);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void reasonsOfNodesAreCountedAndToldAsFarAsThereIsMemory() {
    String said = "{\"error\":{\"message\":\"Bad weather.\",\"copy\":\"";
    String copy = "x".repeat(100_000) + "\"}}";
    AttemptFixture attempt = AttemptFixture.json(Operation.CHAT, false, 400).send(said, copy);
    assertThat(attempt.memory.held()).isGreaterThan(100_000);
    assertThat(attempt.end().outcome().words().message()).isEqualTo("Bad weather.");

    AttemptFixture other = AttemptFixture.json(Operation.CHAT, false, 400);
    takeAll(other);
    long taken = other.memory.held();
    other.send(said, copy);
    assertThat(other.memory.held()).isEqualTo(taken);
    assertThat(other.end().outcome().words().message()).isEqualTo("Bad weather.");
  }

  @Test
  void aBeginningThatIsTooLargeNamesTheLimit() {
    AttemptFixture attempt = AttemptFixture.streamed(Operation.RESPONSES, true);
    attempt.send(created(AttemptFixture.MAX_EVENT / 2), created(AttemptFixture.MAX_EVENT / 2));

    attempt.assertUndelivered(Kind.FAILED);
    assertThat(attempt.outcome().failure().message())
        .contains("a beginning", AttemptFixture.MAX_EVENT + " bytes", "max-event-size");
  }

  /** The first event of a response that repeats instructions of {@code length} characters. */
  private static String created(int length) {
    return "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":"
        + "\"r1\",\"status\":\"in_progress\",\"instructions\":\""
        + "x".repeat(length)
        + "\",\"output\":[]}}\n\n";
  }

  private void takeAll(AttemptFixture attempt) {
    for (long size = 256 << 10; size > 0; size /= 2) {
      Reservation next;
      do {
        next = attempt.memory.open(new TenantId("others"), Use.BODIES);
        others.add(next);
      } while (next.take(size));
    }
  }
}
