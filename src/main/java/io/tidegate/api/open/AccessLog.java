package io.tidegate.api.open;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The log with a line for each request.
 *
 * <p>The server writes its log under a lock, record by record, which would cost a stored answer
 * more than all the rest. So lines are put aside and written together, by a thread that nobody
 * waits for. Thread-safe.
 */
public final class AccessLog {

  /** Lines put aside at most: what a busy server writes in a second or less. */
  private static final int MOST = 1 << 14;

  /** Lines in one record at most: what the server does for a record is shared by so many. */
  private static final int TOGETHER = 100;

  private static final Logger LOG = System.getLogger("io.tidegate.access");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private final InstantSource wall;

  /** A log whose lines begin with the time by {@code wall} at which they were begun. */
  public AccessLog(InstantSource wall) {
    this.wall = requireNonNull(wall, "wall");
  }

  /** Whether anybody reads it. */
  boolean wanted() {
    return LOG.isLoggable(Level.INFO);
  }

  /** A line of now, to be given to {@link #add} once it is whole. */
  AccessLine line() {
    return new AccessLine(Instant.ofEpochMilli(wall.millis()));
  }

  /**
   * Takes {@code line}, to be written a little later; when there are too many, it is written now.
   */
  void add(AccessLine line) {
    String written = line.toString();
    if (waiting.incrementAndGet() <= MOST) {
      lines.add(written);
    } else {
      waiting.decrementAndGet();
      LOG.log(Level.INFO, written);
    }
  }

  /**
   * Writes what was put aside, at most {@value #TOGETHER} lines in one record; to be called several
   * times a second.
   */
  public void write() {
    List<String> batch = new ArrayList<>();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      waiting.decrementAndGet();
      batch.add(line);
      if (batch.size() == TOGETHER) {
        LOG.log(Level.INFO, String.join("\n", batch));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      LOG.log(Level.INFO, String.join("\n", batch));
    }
  }
}
