package io.tidegate.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Usage;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.StartGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class GatewayAskerTest {

  private final Call call = SampleCalls.chat("m", new Deadline(0));
  private final Answer answer = new Answer();
  private final List<Call> left = new CopyOnWriteArrayList<>();
  private final List<Boolean> ended = new CopyOnWriteArrayList<>();
  private final AtomicLong drained = new AtomicLong();
  private final GatewayAsker asker =
      new GatewayAsker(asked -> Reply.of(answer, Reply.Source.MISS), left::add);

  @Test
  void readsAnAnswerToItsEndAndLeaves() {
    answer.onDrained(drained::addAndGet);
    asker.ask(call, ended::add);
    begin(200);
    answer.append(new byte[3]);
    assertThat(drained).hasValue(3);
    assertThat(ended).isEmpty();
    assertThat(left).isEmpty();

    answer.append(new byte[4]);
    answer.complete(Usage.NONE);

    assertThat(drained).hasValue(7);
    assertThat(ended).containsExactly(true);
    assertThat(left).containsExactly(call);
  }

  @Test
  void takesAnAnswerThatIsThereAlready() {
    begin(200);
    answer.append(new byte[3]);
    answer.complete(Usage.NONE);

    asker.ask(call, ended::add);

    assertThat(ended).containsExactly(true);
  }

  @Test
  void tellsOfARefusalByTheNode() {
    asker.ask(call, ended::add);
    begin(400);
    answer.append(new byte[3]);
    answer.complete(Usage.NONE);

    assertThat(ended).containsExactly(false);
    assertThat(left).containsExactly(call);
  }

  @Test
  void tellsOfAFailureBeforeAndAfterTheHead() {
    answer.fail(Failure.of(ErrorCode.UPSTREAM_BUSY, "Busy."));
    asker.ask(call, ended::add);
    assertThat(ended).containsExactly(false);

    Answer cut = new Answer();
    new GatewayAsker(asked -> Reply.of(cut, Reply.Source.MISS), left::add).ask(call, ended::add);
    cut.begin(new AnswerHead(200, AnswerHead.JSON, "n", 1, 0));
    cut.append(new byte[3]);
    cut.fail(Failure.of(ErrorCode.UPSTREAM_FAILED, "Cut."));

    assertThat(ended).containsExactly(false, false);
    assertThat(left).hasSize(2);
  }

  @RepeatedTest(200)
  void endsOnceWhenTheWriterAndTheFirstLookMeet() throws Exception {
    answer.onDrained(drained::addAndGet);
    List<byte[]> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.add(new byte[i]);
    }
    // Retained for the reader that may come late.
    Answer race = new Answer(1000);
    race.onDrained(drained::addAndGet);
    GatewayAsker racer = new GatewayAsker(asked -> Reply.of(race, Reply.Source.MISS), left::add);

    StartGate.run(
        2,
        thread -> {
          if (thread == 0) {
            racer.ask(call, ended::add);
          } else {
            race.begin(new AnswerHead(200, AnswerHead.JSON, "n", 1, 0));
            events.forEach(race::append);
            race.complete(Usage.NONE);
          }
        });

    assertThat(ended).containsExactly(true);
    assertThat(left).containsExactly(call);
    assertThat(drained).hasValue(190);
  }

  private void begin(int status) {
    answer.begin(new AnswerHead(status, AnswerHead.JSON, "n", 1, 0));
  }
}
