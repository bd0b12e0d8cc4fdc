package io.tidegate.upstream;

import static io.tidegate.exchange.AnswerHead.EVENT_STREAM;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The first-content gate for a stream, and its pass-through behind the gate.
 *
 * <p>Events are held back until one carries content or a proper end. Comments do not count, and
 * before content they are dropped: the gateway sends its own while a client waits.
 */
final class StreamBody implements Body {

  private final AttemptRun run;
  private final SseDecoder decoder;
  private final List<byte[]> held = new ArrayList<>();
  private final int maxEvent;
  private long heldBytes;
  private boolean open;
  private boolean cutShort;
  private boolean bodyOver;
  private Usage usage = Usage.NONE;

  StreamBody(AttemptRun run, int maxEvent) {
    this.run = run;
    this.maxEvent = maxEvent;
    this.decoder = new SseDecoder(maxEvent, this::event);
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    if (!decoder.feed(bytes) && !run.ended()) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    }
    bytes.position(bytes.limit());
  }

  @Override
  public void end() {
    bodyOver = true;
    decoder.end();
    if (!run.ended()) {
      run.fail(Kind.FAILED, Verdict.BROKEN);
    }
  }

  private void event(byte[] event) {
    if (run.ended()) {
      return;
    }
    byte[] data = SseEvent.data(event);
    if (bodyOver && !(data != null && SseEvent.isDone(data))) {
      // Half an event: an error event behind it would become a part of it.
      return;
    }
    if (data == null) {
      comment(event);
    } else if (SseEvent.isDone(data)) {
      done(event);
    } else {
      chunk(event, ChunkParser.parse(data));
    }
  }

  /** Blocks without data are passed on as comments only: a bare {@code retry:} kills some SDKs. */
  private void comment(byte[] event) {
    if (open && event[0] == ':') {
      run.emit(event);
    }
  }

  private void done(byte[] event) {
    if (!open) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else if (cutShort) {
      // Without [DONE] and with an error behind it no client takes the partial text for the whole.
      run.fail(Kind.BUSY, Verdict.BUSY);
    } else {
      run.emit(event);
      run.complete(usage);
    }
  }

  private void chunk(byte[] event, ChunkFacts facts) {
    if (facts == null) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else if (facts.error() != null) {
      run.refused(facts.error().status(), facts.error());
    } else if (facts.cutShort() && !open && !facts.content()) {
      run.fail(Kind.BUSY, Verdict.BUSY);
    } else {
      pass(event, facts);
    }
  }

  private void pass(byte[] event, ChunkFacts facts) {
    cutShort |= facts.cutShort();
    usage = facts.usage().reported() ? facts.usage() : usage;
    if (!open && (facts.content() || facts.finished())) {
      open = true;
      run.deliver(200, EVENT_STREAM);
      held.forEach(run::emit);
      held.clear();
    }
    if (open) {
      run.moved();
      run.emit(event);
    } else {
      hold(event);
    }
  }

  private void hold(byte[] event) {
    heldBytes += event.length;
    held.add(event);
    if (heldBytes > maxEvent) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    }
  }
}
