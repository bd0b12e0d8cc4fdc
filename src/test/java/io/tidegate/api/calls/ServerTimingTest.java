package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Stored;
import org.junit.jupiter.api.Test;

/** What a caller is told of times. */
class ServerTimingTest {

  private static final long MILLI = 1_000_000;

  @Test
  void tellsTheWaitApartFromTheNodesTime() {
    AnswerHead head = new AnswerHead(200, AnswerHead.JSON, "n", 1, 30 * MILLI + 250_000);

    assertThat(ServerTiming.of(head, false, 100 * MILLI + 990_000))
        .isEqualTo("queue;dur=70.7, ttft;dur=30.2, total;dur=100.9");
    assertThat(ServerTiming.of(head, true, 31 * MILLI)).isEqualTo("queue;dur=0.7, ttft;dur=30.2");
  }

  @Test
  void whoJoinedLateHasWaitedForNoLongerThanItIsHere() {
    AnswerHead head = new AnswerHead(200, AnswerHead.EVENT_STREAM, "n", 1, 500 * MILLI);

    assertThat(ServerTiming.of(head, true, 2 * MILLI)).isEqualTo("queue;dur=0.0, ttft;dur=2.0");
  }

  @Test
  void aStoredAnswerWaitedForNobody() {
    Stored stored = new Stored(Stored.Level.L1, 60, 1740, null);
    AnswerHead head = new AnswerHead(200, AnswerHead.JSON, "n", 0, 700 * MILLI).from(stored);

    assertThat(ServerTiming.of(head, false, 150_000))
        .isEqualTo("queue;dur=0.0, ttft;dur=0.1, total;dur=0.1");
  }
}
