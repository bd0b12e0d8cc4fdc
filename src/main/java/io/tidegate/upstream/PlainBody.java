package io.tidegate.upstream;

import static io.tidegate.exchange.AnswerHead.JSON;

import io.tidegate.exchange.Outcome.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The first-content gate for a plain answer: the whole body, or nothing.
 *
 * <p>Blank lines in front of the body are how DeepSeek keeps a waiting connection open; they are
 * dropped.
 */
final class PlainBody implements Body {

  private final AttemptRun run;
  private final boolean streamWanted;
  private final int maxAnswer;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream(1024);

  PlainBody(AttemptRun run, boolean streamWanted, int maxAnswer) {
    this.run = run;
    this.streamWanted = streamWanted;
    this.maxAnswer = maxAnswer;
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    while (whole.size() == 0 && bytes.hasRemaining() && bytes.get(bytes.position()) <= ' ') {
      bytes.get();
    }
    if (whole.size() + bytes.remaining() > maxAnswer && !run.ended()) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    }
    byte[] next = new byte[bytes.remaining()];
    bytes.get(next);
    if (!run.ended()) {
      whole.write(next, 0, next.length);
    }
  }

  @Override
  public void end() {
    if (run.ended()) {
      return;
    }
    if (whole.size() == 0) {
      run.fail(Kind.FAILED, Verdict.BROKEN);
      return;
    }
    byte[] answer = whole.toByteArray();
    ChunkFacts facts = ChunkParser.parse(answer);
    if (facts == null) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else if (facts.error() != null) {
      run.refused(facts.error().status(), facts.error());
    } else if (facts.cutShort()) {
      run.fail(Kind.BUSY, Verdict.BUSY);
    } else if (streamWanted || !(facts.content() || facts.finished())) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else {
      run.deliver(200, JSON);
      run.emit(answer);
      run.complete(facts.usage());
    }
  }
}
