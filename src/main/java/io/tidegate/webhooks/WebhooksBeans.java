package io.tidegate.webhooks;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.store.JpaDatabase;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * Wires webhooks; the threads that wait for the database are not those that wait for names, so that
 * a name server which does not answer stops neither a commit nor a list.
 */
@ApplicationScoped
public class WebhooksBeans {

  private static final int LOOK = 500;

  /** Where no tenant has a webhook, only what an earlier configuration left is to be ended. */
  private static final int LOOK_IN_VAIN = 10_000;

  private static final int TIDY = 10_000;

  @Inject private Pools pools;

  @Inject private InstantSource wall;

  private final List<ScheduledFuture<?>> beating = new ArrayList<>();

  void start(
      @Observes SettingsRead event,
      Courier courier,
      EventMaintenance housekeeping,
      HttpWebhooks post,
      WebhooksConfig config,
      Metrics metrics) {
    metrics.gauge(Metric.WEBHOOKS_PENDING, housekeeping::pending);
    courier.begin();
    int look = config.endpoints().isEmpty() ? LOOK_IN_VAIN : LOOK;
    every(look, courier::tick);
    every(TIDY, housekeeping::tick);
    // Not one of the maintenance's duties: those wait for the database.
    every(TIDY, post::forgetReceivers);
  }

  private void every(int millis, Runnable beat) {
    beating.add(
        pools
            .timed(PoolName.WEBHOOKS)
            .scheduleWithFixedDelay(beat, millis, millis, TimeUnit.MILLISECONDS));
  }

  void stop(@Observes Shutdown event, Courier courier, HttpWebhooks post) {
    courier.stop();
    beating.forEach(beats -> beats.cancel(false));
    post.close();
  }

  @Produces
  @Singleton
  WebhooksConfig config(Settings settings) {
    return WebhooksConfig.from(settings);
  }

  @Produces
  @Singleton
  Receivers targets(WebhooksConfig config) {
    return new Receivers(config);
  }

  @Produces
  @Singleton
  LostWebhookEvents lost(Metrics metrics) {
    return new LostWebhookEvents(metrics);
  }

  @Produces
  @Singleton
  JpaWebhookEvents events(JpaDatabase database) {
    return new JpaWebhookEvents(database);
  }

  /** With the certificates that the server trusts. */
  @Produces
  @Singleton
  HttpWebhooks post(WebhooksConfig config) throws NoSuchAlgorithmException {
    return HttpWebhooks.open(
        config,
        new HttpWebhooks.Parts(
            InetAddress::getAllByName, pools.of(PoolName.WEBHOOK_NAMES), SSLContext.getDefault()));
  }

  @Produces
  @Singleton
  Courier courier(
      WebhooksConfig config,
      JpaWebhookEvents events,
      HttpWebhooks post,
      Metrics metrics,
      RandomGenerator random) {
    return new Courier(
        config,
        new Courier.Parts(events, post, pools.of(PoolName.WEBHOOKS), metrics),
        wall,
        random);
  }

  @Produces
  @Singleton
  WebhookSender sender(WebhooksConfig config, HttpWebhooks post) {
    return new WebhookSender(config.rules(), post, wall);
  }

  @Produces
  @Singleton
  EventMaintenance housekeeping(JpaWebhookEvents events, WebhooksConfig config) {
    return new EventMaintenance(events, config, pools.of(PoolName.WEBHOOKS), wall);
  }

  @Produces
  @Singleton
  WebhookEvents desk(JpaWebhookEvents events) {
    return new WebhookEvents(events, wall);
  }
}
