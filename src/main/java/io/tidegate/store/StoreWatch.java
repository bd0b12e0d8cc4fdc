package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Knows what waits in the outbox and among the dead letters, as of the last look. While the
 * database or the broker is away, it knows what was there before. Its figures may be read by any
 * thread.
 */
final class StoreWatch {

  private static final Logger LOG = System.getLogger(StoreWatch.class.getName());

  /** To count them, the broker sends them all. */
  private static final int MOST_LETTERS = 1000;

  private final Outbox outbox;
  private final DeadLetters letters;
  private final InstantSource wall;
  private volatile long oldest;
  private volatile int dead;

  StoreWatch(Outbox outbox, DeadLetters letters, InstantSource wall) {
    this.outbox = requireNonNull(outbox, "outbox");
    this.letters = requireNonNull(letters, "letters");
    this.wall = requireNonNull(wall, "wall");
  }

  /** For how many seconds the oldest message in the outbox has been due. */
  long oldestSeconds() {
    return oldest;
  }

  /** How many dead letters there are, at most 1000. */
  long deadLetters() {
    return dead;
  }

  /** Looks into the outbox; waits for the database. */
  void lookIntoOutbox() {
    try {
      oldest = TimeUnit.MILLISECONDS.toSeconds(outbox.oldest(wall.millis()));
    } catch (RuntimeException away) {
      LOG.log(Level.DEBUG, "the outbox was not looked into", away);
    }
  }

  /** Counts the dead letters; waits for the broker. */
  void countLetters() {
    try {
      dead = letters.list(MOST_LETTERS).size();
    } catch (BrokerException | RuntimeException away) {
      LOG.log(Level.DEBUG, "dead letters were not counted", away);
    }
  }
}
