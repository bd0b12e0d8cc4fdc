package io.tidegate.api.open;

import io.tidegate.api.entry.ClientConnection;
import io.tidegate.exchange.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The answers being written, so that silent ones get a heartbeat, and late and left ones end.
 *
 * <p>Thread-safe.
 */
public final class OpenAnswers {

  /** One answer on its way to a client. */
  public interface OpenAnswer {
    /** Where the client's end of the connection is. */
    ClientConnection peer();

    /** When something was last written, on the nano clock; nothing yet: when the call came. */
    long silentSince();

    /** Until when the client waits. */
    Deadline deadline();

    /** Whether the client is sent a stream. */
    boolean stream();

    /** Asks for a sign of life to the client. */
    void heartbeat();

    /** Learns that the client waits no longer, though others may wait for the same answer. */
    void overdue();

    /** Learns that the client has closed its connection. */
    void clientGone();
  }

  /**
   * For how long after its deadline a call is left alone. One that shares its answer with nobody is
   * ended by its node's own clock, which also learns from it; this is for the others.
   */
  private static final long GRACE = 200_000_000;

  private final Set<OpenAnswer> open = ConcurrentHashMap.newKeySet();
  private final ClientWatch watch;
  private final ApiConfig config;
  private final LongSupplier clock;

  /** Nothing is open yet; {@code config} says how long answers may be silent. */
  public OpenAnswers(ClientWatch watch, ApiConfig config, LongSupplier clock) {
    this.watch = watch;
    this.config = config;
    this.clock = clock;
  }

  /** Watches over {@code answer} from now on. */
  public void add(OpenAnswer answer) {
    open.add(answer);
  }

  /** Forgets {@code answer}. */
  public void remove(OpenAnswer answer) {
    open.remove(answer);
  }

  /** How many are open. */
  public int size() {
    return open.size();
  }

  /** Does one round; to be called every 200 ms or so. */
  public void tick() {
    if (open.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    for (OpenAnswer answer : open) {
      Duration longest = answer.stream() ? config.heartbeat() : config.plainHeartbeat();
      if (!longest.isZero() && now - answer.silentSince() >= longest.toNanos()) {
        answer.heartbeat();
      }
      if (answer.deadline().passed(now - GRACE)) {
        answer.overdue();
      }
    }
    watch.look(open);
  }
}
