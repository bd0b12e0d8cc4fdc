package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.tiers.SharedNotes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * Lets one server of all do what is due on each at the same time.
 *
 * <p>A note names the time that was last taken, and the server that took it. A time that has not
 * come yet was taken by nobody: the clock of that server was ahead. A server to which the notes are
 * out of reach goes by itself: where they are, its cache is alone, too. Thread-safe; it may wait,
 * so it is not for a thread that serves a request.
 */
final class ClusterTurn {

  private static final Logger LOG = System.getLogger(ClusterTurn.class.getName());
  private static final String NOTE = "warmup";

  /** By so much the clock of the server that has taken a turn may be ahead. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  /** Each further attempt means that another server has written meanwhile. */
  private static final int ATTEMPTS = 20;

  private final SharedNotes notes;
  private final String server;

  ClusterTurn(SharedNotes notes, String server) {
    this.notes = requireNonNull(notes, "notes");
    this.server = requireNonNull(server, "server");
  }

  /** Whether what is due at {@code due}, to the minute, is this server's to do. */
  boolean take(Instant due) {
    Instant minute = due.truncatedTo(ChronoUnit.MINUTES);
    String mine = minute + " " + server;
    try {
      return take(minute, mine);
    } catch (IOException inDoubt) {
      return settle(minute, mine);
    }
  }

  private boolean take(Instant minute, String mine) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      String before = notes.get(NOTE);
      Instant taken = taken(before);
      boolean toCome = taken.isAfter(minute.plus(MOST_AHEAD));
      if (!toCome && !taken.isBefore(minute)) {
        return false;
      }
      if (notes.replace(NOTE, before, mine)) {
        if (toCome) {
          LOG.log(
              Level.WARNING,
              "the warm-up of {0}, yet to come, had been taken: a server''s clock was ahead",
              taken);
        }
        return true;
      }
    }
    return false;
  }

  /** It may have been written or not: asks for it once more. */
  private boolean settle(Instant minute, String mine) {
    try {
      return mine.equals(notes.get(NOTE)) || take(minute, mine);
    } catch (IOException unreachable) {
      LOG.log(Level.INFO, "other servers are out of reach: this one warms by itself");
      return true;
    }
  }

  /** Which time a note names; one long ago if it names none. */
  private static Instant taken(String note) {
    try {
      return note == null ? Instant.MIN : Instant.parse(note.split(" ", 2)[0]);
    } catch (DateTimeParseException broken) {
      return Instant.MIN;
    }
  }
}
