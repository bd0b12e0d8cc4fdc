package io.tidegate.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What readers of an answer see, and what its writer learns of them. */
class AnswerTest {

  private static final AnswerHead HEAD = new AnswerHead(200, AnswerHead.EVENT_STREAM, "n1", 1, 5);
  private static final Failure BROKEN = Failure.of(ErrorCode.UPSTREAM_FAILED, "It broke.");

  private final Answer answer = new Answer();
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();

  @Test
  void givesEachReaderEveryEventInOrderAtItsOwnPace() {
    AnswerReader first = open(answer);
    AnswerReader second = open(answer);
    append("a", "bc");

    assertThat(all(first)).isEqualTo("abc");
    append("d");

    assertThat(all(first)).isEqualTo("d");
    assertThat(all(second)).isEqualTo("abcd");
    assertThat(first.poll()).isNull();
  }

  @Test
  void aReaderHoldsUpOthersOnlyWhileItIsBehindThemAndNothingIsKeptForIt() {
    AnswerReader late = open(answer);
    AnswerReader other = open(answer);
    append("a");
    assertThat(late.holdsUpOthers()).as("nobody has more").isFalse();

    other.poll();
    other.passedOn(1);
    assertThat(late.holdsUpOthers()).isTrue();
    assertThat(other.holdsUpOthers()).as("it is at the end").isFalse();

    late.poll();
    assertThat(late.holdsUpOthers()).as("nothing is left for it").isFalse();
    append("b");
    other.close();
    assertThat(late.holdsUpOthers()).as("nobody else waits").isFalse();
  }

  @Test
  void aReaderThatReadsForNobodyIsNotHeldUp() {
    AnswerReader late = open(answer);
    AnswerReader recording = open(answer);
    recording.attends();
    append("a");
    recording.poll();
    recording.passedOn(1);

    assertThat(late.holdsUpOthers()).isFalse();
  }

  @Test
  void whoIsLateHoldsUpNobodyWhileTheStartIsKept() {
    Answer kept = new Answer(10);
    AnswerReader late = open(kept);
    AnswerReader other = open(kept);
    kept.append(new byte[5]);
    other.poll();
    other.passedOn(5);
    assertThat(late.holdsUpOthers()).isFalse();

    kept.append(new byte[6]);
    assertThat(late.holdsUpOthers()).isTrue();
  }

  @Test
  void signalsEachReaderOnEveryChange() {
    AnswerReader reader = open(answer);
    open(answer);

    append("a");
    assertThat(signals).hasValue(2);
    reader.close();
    append("b");
    assertThat(signals).hasValue(3);
    answer.complete(Usage.NONE);
    assertThat(signals).hasValue(4);
  }

  @Test
  void isFinishedOnlyWhenTheLastEventWasPolledAndTheEndIsKnown() {
    AnswerReader reader = open(answer);
    assertThat(reader.finished()).isFalse();
    append("a");
    assertThat(reader.finished()).isFalse();
    assertThat(reader.poll()).isNotNull();
    assertThat(reader.finished()).isFalse();
    append("b");
    answer.complete(new Usage(1, 2, 3));

    assertThat(reader.finished()).isFalse();
    assertThat(reader.poll()).isNotNull();
    assertThat(reader.finished()).isTrue();
    assertThat(answer.usage()).isEqualTo(new Usage(1, 2, 3));
    assertThat(answer.failure()).isNull();
  }

  @Test
  void tellsHeadAndFailureAndKeepsTheFirstEnd() {
    assertThat(answer.head()).isNull();
    answer.begin(HEAD);
    append("a");
    answer.fail(BROKEN);
    answer.fail(Failure.of(ErrorCode.INTERNAL_ERROR, "Something else."));

    assertThat(answer.head()).isEqualTo(HEAD);
    assertThat(answer.ended()).isTrue();
    assertThat(answer.failure()).isEqualTo(BROKEN);
  }

  @Test
  void keepsACompleteAnswerAsItIsWhenItIsFailedLater() {
    answer.complete(Usage.NONE);
    answer.fail(BROKEN);

    assertThat(answer.failure()).isNull();
  }

  @Test
  void letsReadersJoinWhileItsStartIsRetainedAndRefusesThemAfter() {
    Answer retaining = new Answer(3);
    AnswerReader first = open(retaining);
    retaining.append(bytes("abc"));

    assertThat(all(open(retaining))).isEqualTo("abc");
    retaining.append(bytes("d"));

    assertThat(retaining.open(() -> {})).isEmpty();
    assertThat(all(first)).isEqualTo("abcd");
  }

  @Test
  void waitsWithItsStartForTheFirstReader() {
    append("a", "b");

    assertThat(all(open(answer))).isEqualTo("ab");
  }

  @Test
  void isAbandonedWhenItsLastReaderLeavesAndNotBefore() {
    answer.onAbandoned(abandoned::incrementAndGet);
    AnswerReader first = open(answer);
    AnswerReader second = open(answer);

    first.close();
    first.close();
    assertThat(abandoned).hasValue(0);
    second.close();
    assertThat(abandoned).hasValue(1);
  }

  @Test
  void tellsALateListenerThatItsReadersHaveLeft() {
    open(answer).close();
    answer.onAbandoned(abandoned::incrementAndGet);

    assertThat(abandoned).hasValue(1);
  }

  @Test
  void isNotAbandonedBeforeItsFirstReaderNorAfterItsEnd() {
    answer.onAbandoned(abandoned::incrementAndGet);
    AnswerReader reader = open(answer);
    answer.complete(Usage.NONE);
    reader.close();

    assertThat(abandoned).hasValue(0);
  }

  @Test
  void tellsTheProgressOfTheSlowestReader() {
    List<Long> drained = new ArrayList<>();
    AnswerReader fast = open(answer);
    AnswerReader slow = open(answer);
    answer.onDrained(drained::add);
    append("abcdef");

    fast.passedOn(6);
    assertThat(drained).isEmpty();
    slow.passedOn(2);
    slow.passedOn(4);

    assertThat(drained).containsExactly(2L, 4L);
    assertThat(slow.position()).isEqualTo(6);
  }

  @Test
  void countsWhatIsDrainedOnlyOnceWhenAReaderJoinsLate() {
    List<Long> drained = new ArrayList<>();
    Answer retaining = new Answer(100);
    retaining.onDrained(drained::add);
    AnswerReader first = open(retaining);
    retaining.append(bytes("abcd"));
    first.passedOn(4);

    AnswerReader late = open(retaining);
    late.passedOn(4);

    assertThat(drained).containsExactly(4L);
  }

  @Test
  void tellsThatItIsDrainedWhenTheSlowestReaderLeaves() {
    List<Long> drained = new ArrayList<>();
    AnswerReader fast = open(answer);
    AnswerReader slow = open(answer);
    answer.onDrained(drained::add);
    append("abcdef");
    fast.passedOn(6);

    slow.close();

    assertThat(drained).containsExactly(6L);
  }

  @Test
  void letsGoOfEventsThatEveryReaderHasPassed() {
    AnswerReader reader = open(answer);
    WeakReference<byte[]> consumed = appendAndPoll(reader);
    append("next");

    assertThat(reader.poll()).isNotNull();
    assertThat(isCollected(consumed)).isTrue();
    assertThat(reader.finished()).isFalse();
  }

  @Test
  void keepsRetainedEventsForReadersToCome() {
    Answer retaining = new Answer(1 << 20);
    AnswerReader reader = open(retaining);
    retaining.append(bytes("abc"));
    assertThat(all(reader)).isEqualTo("abc");

    System.gc();

    assertThat(all(open(retaining))).isEqualTo("abc");
  }

  private WeakReference<byte[]> appendAndPoll(AnswerReader reader) {
    byte[] event = new byte[1 << 16];
    answer.append(event);
    assertThat(reader.poll()).isSameAs(event);
    return new WeakReference<>(event);
  }

  private static boolean isCollected(WeakReference<byte[]> reference) {
    for (int round = 0; round < 100 && reference.get() != null; round++) {
      System.gc();
      LockSupport.parkNanos(5_000_000);
    }
    return reference.get() == null;
  }

  private AnswerReader open(Answer opened) {
    return opened.open(signals::incrementAndGet).orElseThrow();
  }

  private void append(String... events) {
    for (String event : events) {
      answer.append(bytes(event));
    }
  }

  private static String all(AnswerReader reader) {
    StringBuilder text = new StringBuilder();
    for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
      text.append(new String(event, UTF_8));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
