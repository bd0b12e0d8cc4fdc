package io.tidegate.upstream;

import static io.tidegate.exchange.AnswerHead.EVENT_STREAM;
import static io.tidegate.exchange.AnswerHead.JSON;

import io.tidegate.dialect.Dialect;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.formats.Json;
import io.tidegate.memory.GrowingBytes;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.SseDecoder;
import io.tidegate.upstream.reading.Utf8;
import io.tidegate.upstream.reading.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first-content gate for a plain answer: the whole body, or nothing; as the stream that makes
 * it for who asked for a stream.
 */
final class PlainBody implements Body {

  /** What a replaced answer takes for each byte of the answer, at most: itself and its text. */
  private static final long REPLACED = 5;

  private final AttemptGate run;
  private final Dialect dialect;
  private final boolean streamWanted;
  private final int maxAnswer;
  private final GrowingBytes whole;
  private long paused;

  PlainBody(AttemptGate run, Dialect dialect, boolean streamWanted, int maxAnswer) {
    this.run = run;
    this.dialect = dialect;
    this.streamWanted = streamWanted;
    this.maxAnswer = maxAnswer;
    this.whole = new GrowingBytes(run.memory(), 0);
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    if (whole.size() + bytes.remaining() > maxAnswer && !run.ended()) {
      run.fail(Kind.FAILED, Verdict.tooLarge("an answer", maxAnswer, "max-answer-size"));
    }
    if (whole.size() == 0) {
      run.begun();
    }
    byte[] next = new byte[bytes.remaining()];
    bytes.get(next);
    if (!run.ended() && !whole.add(next, 0, next.length)) {
      // It is not the node's fault, nor would another one help.
      run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
    }
  }

  @Override
  public void end() {
    if (!settle() && !settleReplaced() && !run.ended()) {
      run.fail(Kind.FAILED, whole.size() == 0 ? Verdict.BROKEN : Verdict.NOT_AN_ANSWER);
    }
  }

  /** JSON says by itself where it ends. */
  @Override
  public boolean settle() {
    return settle(run.ended() ? new byte[0] : whole.whole());
  }

  /** Half characters are no reason to lose an answer; what is made of it takes memory, too. */
  private boolean settleReplaced() {
    byte[] answer = run.ended() ? new byte[0] : whole.whole();
    if (Utf8.isValid(answer)) {
      return run.ended();
    }
    if (!run.memory().take(REPLACED * answer.length)) {
      run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
      return true;
    }
    return settle(Utf8.replaced(answer));
  }

  private boolean settle(byte[] answer) {
    ChunkFacts facts = run.ended() ? null : dialect.answer(answer);
    if (facts != null) {
      judge(answer, facts);
    }
    return run.ended();
  }

  @Override
  public void pause() {
    if (whole.size() != paused) {
      paused = whole.size();
      settle();
    }
  }

  private void judge(byte[] body, ChunkFacts facts) {
    byte[] answer = run.model().in(body, facts);
    if (facts.error() != null) {
      run.refused(facts.error().status(), facts.error());
    } else if (facts.cutShort()) {
      run.gaveUp(facts.finishReason());
    } else if (!(facts.content() || facts.finished())) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else {
      answered(answer, facts);
    }
  }

  private void answered(byte[] answer, ChunkFacts facts) {
    if (!facts.encrypted().isEmpty()) {
      run.encrypted(facts.encrypted());
    }
    if (streamWanted) {
      stream(answer, facts);
    } else {
      run.deliver(200, JSON);
      run.completeWhole(answer, facts.usage());
    }
  }

  private void stream(byte[] answer, ChunkFacts facts) {
    boolean usage = facts.usage().reported() && run.attempt().call().request().facts().usage();
    if (!run.memory().take(Json.treeSize(answer))) {
      run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
      return;
    }
    try {
      byte[] events = dialect.streamed(Json.read(answer), usage);
      run.memory().giveBack(run.memory().used());
      run.deliver(200, EVENT_STREAM);
      byte[][] last = {null};
      SseDecoder decoder =
          new SseDecoder(
              events.length,
              event -> {
                if (last[0] != null) {
                  run.emit(last[0]);
                }
                last[0] = event;
              });
      decoder.feed(ByteBuffer.wrap(events));
      run.complete(last[0], facts.usage());
    } catch (IOException unfit) {
      run.fail(Kind.FAILED, Verdict.OTHER_FORM);
    }
  }
}
