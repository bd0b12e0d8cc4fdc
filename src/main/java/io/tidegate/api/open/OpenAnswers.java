package io.tidegate.api.open;

import io.tidegate.api.entry.ClientConnection;
import io.tidegate.exchange.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

  /**
   * Looks for clients that left take one part in so many of the time: the kernel's table has a line
   * for each connection of the machine, tens of thousands under as many streams.
   */
  private static final long SELDOM = 20;

  /** But whoever leaves is to be noticed within a second. */
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(400);

  private final Set<OpenAnswer> open = ConcurrentHashMap.newKeySet();
  private final ClientWatch watch;
  private final ApiConfig config;
  private final LongSupplier clock;
  private volatile long nextLook;

  /** Nothing is open yet; {@code config} says how long answers may be silent. */
  public OpenAnswers(ClientWatch watch, ApiConfig config, LongSupplier clock) {
    this.watch = watch;
    this.config = config;
    this.clock = clock;
    this.nextLook = clock.getAsLong();
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
    long streams = config.heartbeat().toNanos();
    long plain = config.plainHeartbeat().toNanos();
    for (OpenAnswer answer : open) {
      long longest = answer.stream() ? streams : plain;
      if (longest != 0 && now - answer.silentSince() >= longest) {
        answer.heartbeat();
      }
      if (answer.deadline().passed(now - GRACE)) {
        answer.overdue();
      }
    }
    lookForClients();
  }

  private void lookForClients() {
    long begun = clock.getAsLong();
    if (begun - nextLook >= 0) {
      boolean suspected = watch.look(open);
      long ended = clock.getAsLong();
      // Who was reset is believed to have left at the second look: two pauses would be too long.
      nextLook = suspected ? ended : ended + Math.min(LONGEST_PAUSE, SELDOM * (ended - begun));
    }
  }
}
