package io.tidegate.api.http;

import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Turns;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
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
   * @param executor where files are read
   * @param clock the nano clock
   * @param open those that have not ended
   */
  public record Desk(Executor executor, LongSupplier clock, Set<HttpDownload> open) {

    /**
     * Ends those whose clients take too little, in one task, or many of them fill the pool; and
     * hands in again those for which the pool had no place.
     */
    public void tick() {
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

  private final Desk desk;
  private final AsyncContext async;
  private final InputStream file;
  private final byte[] buffer = new byte[BUFFER];
  private final Turns turns = new Turns();
  private ServletOutputStream out;
  private boolean ended;
  private volatile boolean broken;
  private TransferPace pace;

  /** Whether it might have been written to, but had no place in the pool. */
  private volatile boolean missed;

  /** A download of {@code file}; the head of the response is set. */
  public HttpDownload(Desk desk, AsyncContext async, InputStream file) {
    this.desk = desk;
    this.async = async;
    this.file = file;
    this.pace = new TransferPace(desk.clock());
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
    if (missed) {
      signal();
    } else {
      // The pace is looked at in a step.
      turns.take(this::step);
    }
  }

  private void signal() {
    try {
      desk.executor().execute(() -> turns.take(this::step));
    } catch (RejectedExecutionException busy) {
      missed = true;
    }
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
    if (missed) {
      // What it waited for was the server.
      missed = false;
      pace = new TransferPace(desk.clock());
    }
    if (!pace.moved(0)) {
      broken = true;
    }
    while (!broken && out.isReady()) {
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
    if (broken) {
      end();
    }
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
