package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.Inquiry;
import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBodyWriter;
import io.tidegate.api.open.ClientWatch;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Streams that several clients share. */
final class HttpAnswerWriterTest {

  private final Fleet fleet = new Fleet();
  private final AtomicLong drained = new AtomicLong();
  private final OpenAnswers open =
      new OpenAnswers(new ClientWatch(List.of()), SampleApi.silentFor(10), fleet.clock());
  private final CallServices desk = SampleApi.desk(fleet, open);
  private final FakeRequest request = new FakeRequest(fleet.clock().getAsLong());
  private final Answer answer = begun();

  @Test
  void aClientThatDoesNotReadLeavesASharedAnswerToTheOthers() throws Exception {
    AnswerReader other = answer.open().orElseThrow();
    say("one");
    request.out.writable(1);
    read(other);
    say("two");
    read(other);
    assertThat(drained).as("it waits for the slower one").hasValue(3);

    seconds(9);
    assertThat(drained).hasValue(3);
    seconds(2);
    assertThat(drained).as("it goes on").hasValue(6);

    request.out.writable(100);
    assertThat(request.written()).startsWith("one").doesNotContain("two").contains("did not read");
    assertThat(request.completed).isEqualTo(1);
    say("three");
    assertThat(other.poll()).isEqualTo("three".getBytes(UTF_8));
  }

  @Test
  void aClientThatIsAloneMayReadWhenItLikes() throws Exception {
    say("one");
    request.out.writable(1);
    say("two");
    seconds(30);

    request.out.writable(100);
    assertThat(request.written()).startsWith("onetwo");
  }

  @Test
  void aWholeAnswerIsWrittenInPiecesAndHeldUntilItsLast() throws Exception {
    Answer plain = begun(false);
    drained.set(0);
    byte[] body = "x".repeat(3 * HttpBodyWriter.PIECE).getBytes(UTF_8);
    plain.begin(new AnswerHead(200, AnswerHead.JSON, "a", 1, 5));
    plain.append(body);
    plain.complete(Usage.NONE);

    request.out.writable(2);
    assertThat(request.written()).hasSize(2 * HttpBodyWriter.PIECE);
    assertThat(drained).as("until then the array is held").hasValue(0);

    request.out.writable(100);
    assertThat(request.written()).hasSize(body.length);
    assertThat(drained).hasValue(body.length);
    assertThat(request.completed).isEqualTo(1);
  }

  @Test
  void theFirstEventOfAStreamIsSentWhenItIsThere() throws Exception {
    say("one");
    request.out.writable(100);
    assertThat(request.out.sent()).isEqualTo("one");

    say("two");
    assertThat(request.out.sent()).isEqualTo("onetwo");
    assertThat(request.out.flushes).as("twice for the first alone").isEqualTo(3);
  }

  private Answer begun() {
    fleet.add("a", "chat");
    return begun(true);
  }

  private Answer begun(boolean stream) {
    Deadline deadline = Deadline.after(fleet.clock().getAsLong(), Duration.ofMinutes(10));
    Call call = SampleCalls.chat("chat", stream, 1, deadline, Terms.DEFAULT);
    AnswerRequest order = new AnswerRequest(Inquiry.of(call), Rendering.AS_IS, null);
    new HttpAnswerWriter(desk, request.async(), request.visit(), order).start();
    Answer begun = fleet.upstream().last().attempt().answer();
    begun.onDrained(drained::addAndGet);
    return begun;
  }

  private void say(String event) {
    if (answer.head() == null) {
      answer.begin(new AnswerHead(200, AnswerHead.EVENT_STREAM, "a", 1, 5));
    }
    answer.append(event.getBytes(UTF_8));
  }

  private static void read(AnswerReader reader) {
    reader.passedOn(reader.poll().length);
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      fleet.pass(Duration.ofSeconds(1));
      open.tick();
    }
  }
}
