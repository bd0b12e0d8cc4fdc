package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.EventName;
import io.tidegate.dialect.EventReader;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ErrorReader;
import io.tidegate.upstream.reading.NodeError;
import io.tidegate.upstream.reading.SseDecoder;
import io.tidegate.upstream.reading.SseEvent;
import io.tidegate.upstream.reading.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The first-content gate for a stream, and its pass-through behind the gate.
 *
 * <p>Events are held back until one carries content, or the stream has come to its end: a reason to
 * stop is believed only then, since some nodes write one into every chunk. Comments are dropped
 * before content: the gateway sends its own while a client waits.
 *
 * <p>A stream is whole with its {@code [DONE]}, or once each choice that it began has ended; where
 * a dialect has no such mark, with its last event alone, behind which nothing counts.
 */
final class StreamBody implements Body {

  /** JSON that says nothing; many clients look for a member in it, and die of that. */
  private static final Set<String> NOTHING = Set.of("null", "\"\"", "[]", "false");

  /** So much is held back in any case: when memory is short, ordinary streams are to go on. */
  private static final long SMALL = 4 << 10;

  private final AttemptGate run;
  private final Delivery delivery;
  private final EventReader reader;
  private final boolean named;
  private final boolean preamble;
  private final byte[] streamEnd;
  private final SseDecoder decoder;
  private final List<byte[]> held = new ArrayList<>();
  private final BitSet begun = new BitSet();
  private final BitSet ended = new BitSet();
  private final int maxEvent;
  private long heldBytes;
  private long heldMemory;
  private boolean open;
  private boolean bodyOver;
  private boolean endsMeanNothing;
  private boolean finished;
  private String gaveUp;
  private Usage usage = Usage.NONE;
  private long pieces;

  StreamBody(AttemptGate run, Dialect dialect, int maxEvent, Delivery delivery) {
    this.run = run;
    this.reader = dialect.events();
    this.named = dialect.namesEvents();
    this.preamble = dialect.hasPreamble();
    this.streamEnd = dialect.streamEnd();
    this.delivery = delivery;
    this.maxEvent = maxEvent;
    Reservation memory = run.memory();
    this.decoder =
        new SseDecoder(
            maxEvent, this::event, new SseDecoder.Memory(memory::take, memory::giveBack));
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    if (!decoder.feed(bytes) && !run.ended()) {
      if (decoder.starved()) {
        // It is not the node's fault, nor would another one help.
        run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
      } else {
        run.fail(Kind.FAILED, Verdict.tooLarge("an event", maxEvent, "max-event-size"));
      }
    }
    bytes.position(bytes.limit());
  }

  @Override
  public void end() {
    if (!settle() && !run.ended()) {
      run.fail(Kind.FAILED, Verdict.BROKEN);
    }
  }

  /** The last event may lack its blank line. */
  @Override
  public boolean settle() {
    if (!bodyOver) {
      bodyOver = true;
      decoder.end();
    }
    boolean whole = !endsByEvent() && !endsMeanNothing && !begun.isEmpty() && begun.equals(ended);
    if (!run.ended() && (whole || gaveUp != null)) {
      done(streamEnd);
    }
    return run.ended();
  }

  private void event(byte[] bytes) {
    if (run.ended()) {
      return;
    }
    SseEvent event = SseEvent.of(bytes);
    byte[] data = event.data();
    if (data == null) {
      comment(event);
    } else if (SseEvent.isDone(data)) {
      marked();
    } else if (event.failed()) {
      failed(ErrorReader.read(data));
    } else if (!blank(data)) {
      chunk(event, data);
    }
  }

  /** Blocks without data are passed on as comments only: a bare {@code retry:} kills some SDKs. */
  private void comment(SseEvent event) {
    if (open && event.comment()) {
      delivery.comment(event.comments());
    }
  }

  private void failed(NodeError error) {
    run.refused(error.status(), error);
  }

  private void marked() {
    if (endsByEvent()) {
      run.fail(Kind.FAILED, Verdict.BROKEN);
    } else {
      done(streamEnd);
    }
  }

  /** Without [DONE] and with an error behind it no client takes a part for the whole. */
  private void done(byte[] end) {
    if (gaveUp != null) {
      run.gaveUp(gaveUp);
    } else if (!open && !finished) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else {
      open();
      delivery.end(end, usage);
    }
  }

  private void chunk(SseEvent event, byte[] data) {
    ChunkFacts facts = reader.read(event);
    if (facts == null && !event.isValid()) {
      SseEvent decoded = event.decoded();
      chunk(decoded, decoded.data(), reader.read(decoded));
    } else {
      chunk(event, data, facts);
    }
  }

  private void chunk(SseEvent event, byte[] data, ChunkFacts facts) {
    if (facts == null) {
      // Half an event at the end: an error event behind it would become a part of it.
      if (!bodyOver && !NOTHING.contains(new String(data, UTF_8).strip())) {
        run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
      }
    } else if (facts.error() != null) {
      failed(facts.error());
    } else if (facts.cutShort() && !open && !facts.content()) {
      run.gaveUp(facts.finishReason());
    } else {
      count(facts);
      if (facts.last()) {
        last(event, data, facts);
      } else {
        pass(passed(event, data, facts), facts);
      }
    }
  }

  /** An end that is none of the model's own is not passed on: ours takes its place. */
  private void last(SseEvent event, byte[] data, ChunkFacts facts) {
    if (gaveUp == null && !finished) {
      run.fail(Kind.FAILED, Verdict.BROKEN);
    } else {
      done(passed(event, data, facts));
    }
  }

  private boolean endsByEvent() {
    return streamEnd.length == 0;
  }

  private byte[] passed(SseEvent event, byte[] data, ChunkFacts facts) {
    byte[] renamed = run.model().in(data, facts);
    byte[] passed = renamed == data ? event.passed() : event.with(renamed);
    return named && event.name() == null ? EventName.of(passed, data) : passed;
  }

  private void count(ChunkFacts facts) {
    endsMeanNothing |= facts.content() && ended.intersects(facts.choices());
    pieces += facts.content() ? 1 : 0;
    begun.or(facts.choices());
    ended.or(facts.ended());
    finished |= facts.finished();
    gaveUp = facts.cutShort() ? facts.finishReason() : gaveUp;
    usage = facts.usage().reported() ? facts.usage() : usage;
    if (!facts.encrypted().isEmpty()) {
      run.encrypted(facts.encrypted());
    }
  }

  @Override
  public Usage seen() {
    return pieces == 0 && !usage.reported()
        ? Usage.NONE
        : new Usage(usage.input(), usage.cached(), Math.max(pieces, usage.output()));
  }

  private void pass(byte[] event, ChunkFacts facts) {
    if (facts.content() || facts.works() || !preamble) {
      run.begun();
    }
    if (facts.content()) {
      open();
    }
    if (!open) {
      hold(event);
      return;
    }
    delivery.event(event);
  }

  private void open() {
    if (!open) {
      open = true;
      // Where they go they are counted again.
      run.memory().giveBack(heldMemory);
      delivery.begin();
      held.forEach(delivery::event);
      held.clear();
    }
  }

  private void hold(byte[] event) {
    heldBytes += event.length;
    held.add(event);
    if (heldBytes > maxEvent) {
      run.fail(Kind.FAILED, Verdict.tooLarge("a beginning", maxEvent, "max-event-size"));
    } else if (run.memory().take(heldBytes - heldMemory)) {
      heldMemory = heldBytes;
    } else if (heldBytes > SMALL) {
      // It is not the node's fault, nor would another one help.
      run.fail(Kind.CANCELLED, MemoryBudget.EXHAUSTED);
    }
  }

  private static boolean blank(byte[] data) {
    for (byte next : data) {
      if (next < 0 || next > ' ') {
        return false;
      }
    }
    return true;
  }
}
