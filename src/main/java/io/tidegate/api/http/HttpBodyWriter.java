package io.tidegate.api.http;

import io.tidegate.api.entry.Visit;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.api.open.OpenCall;
import io.tidegate.api.open.OwedFlush;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Turns;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Writes one body to one client as its source gives it, without blocking.
 *
 * <p>The source's thread, the server's and the clock's all come here by {@link #signal}; the first
 * one does the work, and the others leave it their wish and go on.
 *
 * <p>INVARIANT: the source and the response are touched only inside {@link #step}, by one thread at
 * a time, and the source hears of the end once.
 */
public final class HttpBodyWriter implements WriteListener {

  /** The most bytes of a write: the server keeps a copy of each until the client has it. */
  public static final int PIECE = 64 << 10;

  /**
   * Who a body is written to.
   *
   * @param visit the request of the client
   * @param deadline until when the client waits
   * @param stream whether it is sent a stream
   */
  public record Target(Visit visit, Deadline deadline, boolean stream) {}

  /** How a body ended. */
  public enum End {
    /** The source had no more. */
    WHOLE,
    /** The client left, or is to wait no longer. */
    LEFT,
    /** A mistake of the gateway. */
    BROKEN
  }

  /** What a body consists of. Called by one thread at a time. */
  public interface Source {

    /** Looks at the time and at what has changed; false if the client is to wait no longer. */
    default boolean goesOn() {
      return true;
    }

    /** Nothing is sent yet: sets the head and {@linkplain #open opens} the body, if it is time. */
    void begin() throws IOException;

    /** The next bytes, which do not change any more, or null while there are none. */
    byte[] poll();

    /** All bytes of the last {@link #poll} were written. */
    default void written() {}

    /** Whether no bytes follow, now that {@link #poll} gave none. */
    boolean finished();

    /** What keeps a silent body open. */
    byte[] heartbeat();

    /** What is said at the end of a finished body, or null. */
    default byte[] lastWords() {
      return null;
    }

    /** The client does not take what there is. */
    default void heldUp() {}

    /** The body has ended, so the response is to be completed. */
    void ended(End how);
  }

  private static final Logger LOG = System.getLogger(HttpBodyWriter.class.getName());

  private final OpenAnswers open;
  private final LongSupplier clock;
  private final LongAdder work;
  private final Source source;
  private final OpenCall client;
  private final Turns turns = new Turns();
  private final Runnable step = this::step;
  private final OwedFlush flush = new OwedFlush();

  private ServletOutputStream out;
  private byte[] next;
  private int written;
  private boolean polled;
  private boolean started;
  private boolean ended;
  private volatile boolean writable;

  /** A body of {@code source}; {@code open} watches over its client until its end. */
  public HttpBodyWriter(OpenAnswers open, LongSupplier clock, Target target, Source source) {
    this.open = open;
    this.clock = clock;
    this.work = target.visit().work();
    this.source = source;
    this.client = new OpenCall(target.visit(), target.deadline(), target.stream(), this::signal);
  }

  /** What is known of the client. */
  public OpenCall client() {
    return client;
  }

  /** Begins to write. */
  public void start() {
    open.add(client);
    started = true;
    signal();
  }

  /** Looks whether there is something to do; to be called after each change, by any thread. */
  public void signal() {
    turns.take(step);
  }

  /** Source: the body goes to {@code body}, for the head of the response is set. */
  public void open(ServletOutputStream body) {
    out = body;
    out.setWriteListener(this);
  }

  /** Source: whether the body was opened. */
  public boolean isOpen() {
    return out != null;
  }

  @Override
  public void onWritePossible() {
    writable = true;
    signal();
  }

  @Override
  public void onError(Throwable cause) {
    client.clientGone();
  }

  private void step() {
    if (ended || !started) {
      return;
    }
    try {
      if (!source.goesOn() || client.isGone()) {
        end(End.LEFT);
      } else if (out == null) {
        source.begin();
      } else if (writable) {
        write();
      }
    } catch (IOException broken) {
      client.clientGone();
      end(End.LEFT);
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end this body, and what it holds would never be released.
      LOG.log(Level.ERROR, "an answer could not be written", mistake);
      end(End.BROKEN);
    }
  }

  private void write() throws IOException {
    while (out.isReady()) {
      if (next != null) {
        writePiece();
      } else if (poll() != null) {
        polled = true;
      } else if (source.finished()) {
        if (source.lastWords() == null || !flush.first(out)) {
          finish();
          return;
        }
      } else if (client.isHeartbeatDue()) {
        next = source.heartbeat();
      } else if (!flush.pay(out)) {
        return;
      }
    }
    source.heldUp();
  }

  private byte[] poll() {
    next = source.poll();
    return next;
  }

  private void writePiece() throws IOException {
    int length = Math.min(PIECE, next.length - written);
    out.write(next, written, length);
    written += length;
    if (written == next.length) {
      next = null;
      written = 0;
      if (polled) {
        polled = false;
        source.written();
      }
    }
    flush.owe();
    client.heard(clock.getAsLong());
    work.increment();
  }

  private void finish() throws IOException {
    byte[] last = source.lastWords();
    if (last != null) {
      out.write(last);
    }
    end(End.WHOLE);
  }

  private void end(End how) {
    ended = true;
    open.remove(client);
    source.ended(how);
  }
}
