package io.tidegate.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The answers being written, so that silent ones get a heartbeat and left ones are noticed.
 *
 * <p>Thread-safe.
 */
final class OpenAnswers {

  /** One answer on its way to a client. */
  interface OpenAnswer {
    /** Where the client's end of the connection is. */
    Peer peer();

    /** When something was last written, on the nano clock; nothing yet: when the call came. */
    long silentSince();

    /** Asks for a sign of life to the client. */
    void heartbeat();

    /** Learns that the client has closed its connection. */
    void clientGone();
  }

  private final Set<OpenAnswer> open = ConcurrentHashMap.newKeySet();
  private final ClientWatch watch;
  private final long heartbeat;
  private final LongSupplier clock;

  OpenAnswers(ClientWatch watch, Duration heartbeat, LongSupplier clock) {
    this.watch = watch;
    this.heartbeat = heartbeat.toNanos();
    this.clock = clock;
  }

  void add(OpenAnswer answer) {
    open.add(answer);
  }

  void remove(OpenAnswer answer) {
    open.remove(answer);
  }

  int size() {
    return open.size();
  }

  /** Does one round; to be called every 200 ms or so. */
  void tick() {
    if (open.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    for (OpenAnswer answer : open) {
      if (now - answer.silentSince() >= heartbeat) {
        answer.heartbeat();
      }
    }
    watch.look(open);
  }
}
