package io.tidegate.webhooks;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Webhook events that the database does not take, and that were left out so that what they tell of
 * could end. Thread-safe.
 */
public final class LostWebhookEvents {

  private static final Logger LOG = System.getLogger(LostWebhookEvents.class.getName());

  private final Metrics.Counter lost;

  /** None was lost yet; {@code metrics} counts them among the webhooks. */
  public LostWebhookEvents(Metrics metrics) {
    this.lost = metrics.counter(Metric.WEBHOOKS, "dropped", "unwritable");
  }

  /** Nobody is told of the end of {@code what}, for {@code reason}. */
  public void add(String what, String reason) {
    lost.increment();
    LOG.log(Level.ERROR, "nobody is told of the end of {0}: {1}", what, reason);
  }
}
