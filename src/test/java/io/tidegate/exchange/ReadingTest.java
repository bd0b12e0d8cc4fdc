package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.StartGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static final AnswerHead HEAD = new AnswerHead(200, AnswerHead.EVENT_STREAM, "node", 1, 0);

  private final Answer answer = new Answer();
  private final AtomicLong drained = new AtomicLong();
  private final List<String> seen = new ArrayList<>();

  @Test
  void eventsComeInOrderAndTheEndComesOnceAndLast() {
    answer.onDrained(drained::addAndGet);
    begin();
    answer.begin(HEAD);
    answer.append(new byte[1]);
    answer.append(new byte[2]);
    answer.complete(Usage.NONE);

    assertThat(seen).containsExactly("1", "2", "end");
    assertThat(drained).hasValue(3);
  }

  @Test
  void anAnswerThatIsThereAlreadyIsReadAtOnce() {
    answer.begin(HEAD);
    answer.append(new byte[4]);
    answer.complete(Usage.NONE);

    begin();

    assertThat(seen).containsExactly("4", "end");
  }

  @Test
  void aFailureWithoutAnyEventIsAnEnd() {
    begin();

    answer.fail(Failure.of(ErrorCode.UPSTREAM_BUSY, "busy"));

    assertThat(seen).containsExactly("end");
  }

  @RepeatedTest(200)
  void noEventIsMissedBesideAWriter() throws Exception {
    StartGate.run(
        2,
        thread -> {
          if (thread == 0) {
            answer.begin(HEAD);
            answer.append(new byte[1]);
            answer.append(new byte[2]);
            answer.complete(Usage.NONE);
          } else {
            begin();
          }
        });

    assertThat(seen).containsExactly("1", "2", "end");
  }

  private void begin() {
    Reading.begin(
        answer.open().orElseThrow(),
        event -> seen.add(Integer.toString(event.length)),
        ended -> seen.add("end"));
  }
}
