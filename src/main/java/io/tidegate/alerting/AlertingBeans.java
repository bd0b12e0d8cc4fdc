package io.tidegate.alerting;

import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.MetricReader;
import io.tidegate.metrics.Metrics;
import io.tidegate.metrics.MicroProfileMetrics;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.webhooks.WebhookSender;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Wires the rules to the figures, the other servers and the receiver. */
@ApplicationScoped
public class AlertingBeans {

  private static final String PREFIX = "tidegate.alerting.";

  /** The first look, when the server is listening; the others, a day apart would do. */
  private static final long LOOK_FIRST = 30;

  private static final long LOOK = 3600;

  @Inject private Pools pools;
  @Inject private Settings settings;
  @Inject private InstantSource wall;
  @Inject private Metrics metrics;

  private final List<ScheduledFuture<?>> beating = new ArrayList<>();

  void start(
      @Observes SettingsRead event,
      AlertingConfig config,
      Evaluator evaluator,
      WebhookSender sender,
      SharedNotes notes,
      AnswerCache.World world) {
    settings.text("tidegate.gateway.console-url").ifPresent(this::watchCertificate);
    var receiver = sender.receiver(settings, PREFIX);
    if (!config.enabled()) {
      return;
    }
    long interval = config.interval().toMillis();
    every(interval, "alerts were not evaluated", evaluator::tick);
    receiver.ifPresent(
        known -> {
          Notifier notifier =
              new Notifier(
                  new Announcements(notes, world.server()),
                  (id, body) -> sender.send(known, id, body),
                  settings.text("tidegate.gateway.url").orElse(""),
                  wall,
                  pools.of(PoolName.ALERTING));
          every(interval, "alerts were not told", () -> notifier.tick(evaluator.alerts()));
        });
  }

  private void every(long millis, String trouble, Runnable duty) {
    beating.add(
        pools
            .timed(PoolName.ALERTING)
            .scheduleAtFixedRate(
                new GuardedDuty(trouble, duty), millis, millis, TimeUnit.MILLISECONDS));
  }

  private void watchCertificate(String url) {
    URI address = URI.create(url);
    if ("https".equals(address.getScheme())) {
      ServerCertificate certificate = new ServerCertificate(address, wall);
      beating.add(
          pools
              .timed(PoolName.ALERTING)
              .scheduleWithFixedDelay(
                  new GuardedDuty("the certificate was not looked at", () -> look(certificate)),
                  LOOK_FIRST,
                  LOOK,
                  TimeUnit.SECONDS));
    }
  }

  private void look(ServerCertificate certificate) {
    boolean before = certificate.known();
    certificate.look();
    if (!before && certificate.known()) {
      metrics.gauge(Metric.CERTIFICATE_REMAINING, certificate::remaining);
    }
  }

  void stop(@Observes Shutdown event) {
    beating.forEach(beats -> beats.cancel(false));
  }

  @Produces
  @Singleton
  AlertingConfig config() {
    return AlertingConfig.from(settings);
  }

  @Produces
  @Singleton
  MetricReader reader(MicroProfileMetrics metrics) {
    return metrics.reader();
  }

  @Produces
  @Singleton
  Evaluator evaluator(AlertingConfig config, MetricReader reader, LongSupplier clock) {
    return new Evaluator(Rules.ALL, config, reader, clock, wall);
  }
}
