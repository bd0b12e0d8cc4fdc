package io.tidegate.webhooks;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StoreException;
import io.tidegate.work.Duty;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Counts what is pending and forgets what is old. Thread-safe; never blocks its caller. */
final class EventMaintenance {

  private static final Logger LOG = System.getLogger(EventMaintenance.class.getName());

  private final WebhookEventStore store;
  private final WebhooksConfig config;
  private final InstantSource wall;
  private final Duty duty;
  private volatile long pending;

  EventMaintenance(
      WebhookEventStore store, WebhooksConfig config, Executor executor, InstantSource wall) {
    this.store = requireNonNull(store, "store");
    this.config = requireNonNull(config, "config");
    this.wall = requireNonNull(wall, "wall");
    this.duty = new Duty(executor, this::run);
  }

  /** Does it once, unless it is at it. */
  void tick() {
    duty.begin();
  }

  /** How many events were pending when last counted. */
  long pending() {
    return pending;
  }

  private void run() {
    try {
      purge(WebhookEventState.DELIVERED, config.retention());
      purge(WebhookEventState.DEAD, config.deadRetention());
      pending = store.pending();
    } catch (StoreException away) {
      LOG.log(Level.DEBUG, "webhooks were not counted", away);
    }
  }

  private void purge(WebhookEventState state, Duration kept) {
    var unused = store.purge(state, null, wall.millis() - kept.toMillis());
  }
}
