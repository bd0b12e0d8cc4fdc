package io.tidegate.webhooks;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what is pending and forgets what is old. Thread-safe; never blocks its caller. */
final class Housekeeping {

  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

  private final NoticeStore store;
  private final WebhooksConfig config;
  private final Executor executor;
  private final InstantSource wall;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long pending;

  Housekeeping(NoticeStore store, WebhooksConfig config, Executor executor, InstantSource wall) {
    this.store = requireNonNull(store, "store");
    this.config = requireNonNull(config, "config");
    this.executor = requireNonNull(executor, "executor");
    this.wall = requireNonNull(wall, "wall");
  }

  /** Does it once, unless it is at it. */
  void tick() {
    if (running.compareAndSet(false, true)) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException stopping) {
        running.set(false);
      }
    }
  }

  /** How many events were pending when last counted. */
  long pending() {
    return pending;
  }

  private void run() {
    try {
      purge(NoticeState.DELIVERED, config.retention());
      purge(NoticeState.DEAD, config.deadRetention());
      pending = store.pending();
    } catch (StoreException away) {
      LOG.log(Level.DEBUG, "webhooks were not counted", away);
    } finally {
      running.set(false);
    }
  }

  private void purge(NoticeState state, Duration kept) {
    var unused = store.purge(state, null, wall.millis() - kept.toMillis());
  }
}
