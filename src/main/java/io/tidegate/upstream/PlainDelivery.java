package io.tidegate.upstream;

import static io.tidegate.exchange.AnswerHead.JSON;

import io.tidegate.dialect.Dialect;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.formats.Json;
import io.tidegate.memory.GrowingBytes;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.upstream.reading.Verdict;
import java.io.IOException;

/** Makes a plain answer of a stream, for who asked for no stream of a node that sent one. */
final class PlainDelivery implements Delivery {

  private final AttemptGate run;
  private final Dialect dialect;
  private final int maxAnswer;
  private final GrowingBytes events;

  PlainDelivery(AttemptGate run, Dialect dialect, int maxAnswer) {
    this.run = run;
    this.dialect = dialect;
    this.maxAnswer = maxAnswer;
    this.events = new GrowingBytes(run.memory(), 0);
  }

  /** Nothing is passed on before the whole is there. */
  @Override
  public void begin() {}

  @Override
  public void event(byte[] event) {
    if (events.size() + event.length > maxAnswer) {
      run.fail(Kind.FAILED, Verdict.tooLarge("an answer", maxAnswer, "max-answer-size"));
    }
    if (!run.ended() && !events.add(event, 0, event.length)) {
      run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
    }
  }

  @Override
  public void comment(byte[] comment) {}

  @Override
  public void end(byte[] last, Usage usage) {
    event(last);
    if (run.ended()) {
      return;
    }
    byte[] whole = events.whole();
    if (!run.memory().take(Json.treeSize(whole))) {
      run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
      return;
    }
    try {
      byte[] answer = Json.write(dialect.accumulated(whole));
      run.deliver(200, JSON);
      run.completeWhole(answer, usage);
    } catch (IOException unfit) {
      run.fail(Kind.FAILED, Verdict.OTHER_FORM);
    }
  }
}
