package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.http.HttpReply;
import io.tidegate.api.open.OwedFlush;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Turns;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Writes the broadcast to one console, without blocking. One that reads slowly gets fewer events,
 * one that does not read at all is let go, and each comes back after some minutes: then its session
 * is looked at again.
 *
 * <p>INVARIANT: the response is touched only inside {@link #step}, by one thread at a time.
 */
final class HttpNowWriter implements WriteListener, NowBroadcast.Reader {

  private static final Logger LOG = System.getLogger(HttpNowWriter.class.getName());
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  private final AsyncContext async;
  private final String requestId;
  private final LongSupplier clock;
  private final NowBroadcast broadcast;
  private final long begun;
  private final Turns turns = new Turns();
  private final OwedFlush flush = new OwedFlush();
  private final AtomicReference<byte[]> now = new AtomicReference<>();
  private final AtomicReference<byte[]> hour = new AtomicReference<>();

  private ServletOutputStream out;
  private boolean ended;
  private long written;
  private volatile boolean writable;
  private volatile boolean over;

  /** A writer to the suspended request of {@code async}, on the nano clock {@code clock}. */
  HttpNowWriter(AsyncContext async, String requestId, NowBroadcast broadcast, LongSupplier clock) {
    this.async = requireNonNull(async, "async");
    this.requestId = requireNonNull(requestId, "requestId");
    this.broadcast = requireNonNull(broadcast, "broadcast");
    this.clock = requireNonNull(clock, "clock");
    this.begun = clock.getAsLong();
    this.written = begun;
  }

  @Override
  public void tell(byte[] event, byte[] past) {
    now.set(event);
    if (past != null) {
      hour.set(past);
    }
    turns.take(this::step);
  }

  @Override
  public void end() {
    over = true;
    turns.take(this::step);
  }

  @Override
  public void onWritePossible() {
    writable = true;
    turns.take(this::step);
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }

  private void step() {
    if (ended) {
      return;
    }
    try {
      long time = clock.getAsLong();
      if (over || time - begun > LONGEST || time - written > PATIENCE) {
        finish();
      } else if (out == null) {
        begin();
      } else if (writable) {
        write(time);
      }
    } catch (IOException gone) {
      finish();
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end this stream.
      LOG.log(Level.ERROR, "a console could not be told", mistake);
      finish();
    }
  }

  private void begin() throws IOException {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    HttpReply.head(response, requestId, 200, AnswerHead.EVENT_STREAM);
    response.setHeader("X-Accel-Buffering", "no");
    out = response.getOutputStream();
    out.setWriteListener(this);
  }

  private void write(long time) throws IOException {
    while (out.isReady()) {
      byte[] event = hour.getAndSet(null);
      event = event == null ? now.getAndSet(null) : event;
      if (event != null) {
        out.write(event);
        flush.owe();
        written = time;
      } else if (!flush.pay(out)) {
        return;
      }
    }
  }

  private void finish() {
    ended = true;
    broadcast.leave(this);
    async.complete();
  }
}
