package io.tidegate.api.http;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Turns;
import io.tidegate.work.TenantQueue;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Writes one file to one client; while the client is slow it holds one piece of the file and no
 * thread.
 *
 * <p>One that breaks ends before its {@code Content-Length}, so that no client takes a part for the
 * whole. INVARIANT: the response is touched only inside {@link #step}, by one thread at a time.
 */
public final class HttpDownload implements WriteListener {

  /**
   * What all downloads share.
   *
   * @param executor where clients are looked at
   * @param steps where files are read, in turns of the tenants
   * @param clock the nano clock
   * @param open those that have not ended
   */
  public record Desk(
      Executor executor, TenantQueue steps, LongSupplier clock, Set<HttpDownload> open) {

    /**
     * Ends those whose clients take too little, in one task, or many of them fill the pool; and
     * begins again where the pool had no place.
     */
    public void tick() {
      steps.begin();
      try {
        executor.execute(() -> open.forEach(HttpDownload::look));
      } catch (RejectedExecutionException busy) {
        LOG.log(Level.DEBUG, "downloads are looked at the next time");
      }
    }

    /** Ends all, short of their length: nobody would write on. */
    public void stop() {
      open.forEach(HttpDownload::cut);
    }
  }

  private static final Logger LOG = System.getLogger(HttpDownload.class.getName());
  private static final int BUFFER = 64 << 10;

  /** So many buffers are written in one turn, and then it is the next tenant's. */
  private static final int PIECES = 16;

  private final Desk desk;
  private final AsyncContext async;
  private final String sharer;
  private final InputStream file;
  private final byte[] buffer = new byte[BUFFER];
  private final Turns turns = new Turns();
  private final TransferPace pace;
  private ServletOutputStream out;
  private boolean ended;
  private volatile boolean broken;

  /** Whether it may be written to since {@link #since}, and its turn has not come. */
  private volatile boolean waits;

  private volatile long since;

  /** A download of {@code file}; the head of the response is set. */
  public HttpDownload(Desk desk, AsyncContext async, InputStream file) {
    this.desk = desk;
    this.async = async;
    HttpServletRequest http = (HttpServletRequest) async.getRequest();
    this.sharer = HttpVisit.sharer(http);
    this.file = file;
    this.pace = new TransferPace(desk.clock(), HttpVisit.work(http));
  }

  /** Begins to write. */
  public void start() throws IOException {
    out = async.getResponse().getOutputStream();
    desk.open().add(this);
    out.setWriteListener(this);
  }

  @Override
  public void onWritePossible() {
    signal();
  }

  @Override
  public void onError(Throwable cause) {
    broken = true;
    signal();
  }

  private void cut() {
    broken = true;
    turns.take(this::step);
  }

  private void look() {
    // The pace is looked at in a step; who waits for the server has one before it anyway.
    if (!waits) {
      turns.take(this::step);
    }
  }

  private void signal() {
    if (!waits) {
      since = desk.clock().getAsLong();
      waits = true;
    }
    desk.steps().add(sharer, () -> turns.take(this::step));
  }

  private void step() {
    if (ended) {
      return;
    }
    try {
      write();
    } catch (IOException | FailureException cut) {
      // The client left, or the file was deleted, or the database failed.
      end();
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end it, and it would take its place for ever.
      LOG.log(Level.ERROR, "a file could not be written to its client", mistake);
      end();
    }
  }

  private void write() throws IOException {
    if (waits) {
      waits = false;
      pace.waited(desk.clock().getAsLong() - since);
    }
    if (!pace.moved(0)) {
      broken = true;
    }
    for (int pieces = 0; !broken; pieces++) {
      if (pieces == PIECES) {
        // Not asked whether it is ready, it calls nobody back: the next turn asks.
        signal();
        return;
      }
      if (!out.isReady()) {
        return;
      }
      int read = file.read(buffer);
      if (read < 0) {
        end();
        return;
      }
      out.write(buffer, 0, read);
      if (!pace.moved(read)) {
        broken = true;
      }
    }
    end();
  }

  private void end() {
    ended = true;
    desk.open().remove(this);
    try {
      file.close();
    } catch (IOException unclosed) {
      LOG.log(Level.DEBUG, "a file was not closed", unclosed);
    }
    try {
      async.complete();
    } catch (IllegalStateException over) {
      LOG.log(Level.DEBUG, "a download was over already", over);
    }
  }
}
