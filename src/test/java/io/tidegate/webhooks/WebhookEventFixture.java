package io.tidegate.webhooks;

import io.tidegate.exchange.TenantId;
import io.tidegate.settings.Settings;
import io.tidegate.store.JpaDatabase;
import io.tidegate.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A store with events, on a database of its own, and a wall clock set by hand. */
final class WebhookEventFixture implements AutoCloseable {

  static final TenantId ACME = new TenantId("acme");
  static final TenantId BETA = new TenantId("beta");
  static final WebhookEventStore.Full NOBODY =
      new WebhookEventStore.Full(Set.of(), Set.of(), Set.of());
  static final long START = 1_795_000_000_000L;

  final AtomicLong now = new AtomicLong(START);
  final InstantSource wall = () -> Instant.ofEpochMilli(now.get());
  final JpaDatabase database;
  final JpaWebhookEvents store;

  private final TestDatabase owned;

  WebhookEventFixture() {
    this(TestDatabase.h2());
  }

  WebhookEventFixture(TestDatabase owned) {
    this.owned = owned;
    database = owned.database();
    store = new JpaWebhookEvents(database);
  }

  /** An event of {@code tenant} about {@code subject}, stored. */
  WebhookEvent put(TenantId tenant, String subject, String url) {
    WebhookEvent event = new WebhookEvent("job.completed", tenant, subject, url, now.get());
    database.run(manager -> JpaWebhookEvents.put(manager, event));
    return event;
  }

  WebhookEvent put(String subject) {
    return put(ACME, subject, "https://hooks.example/a");
  }

  /** The one event as it stands. */
  WebhookEventView only() {
    List<WebhookEventView> all = all(null);
    if (all.size() != 1) {
      throw new AssertionError("not one: " + all);
    }
    return all.get(0);
  }

  List<WebhookEventView> all(WebhookEventState state) {
    return store.page(new WebhookEventStore.Filter(null, state, null, 10_000)).items();
  }

  /** The configuration with secrets for both tenants, and {@code more} settings. */
  static WebhooksConfig config(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("tidegate.webhooks.tenants.acme.secret", WebhooksConfigTest.whsec(32));
    settings.put("tidegate.webhooks.tenants.beta.secret", WebhooksConfigTest.whsec(24));
    for (int i = 0; i < more.length; i += 2) {
      settings.put("tidegate.webhooks." + more[i], more[i + 1]);
    }
    return WebhooksConfig.from(new Settings(settings));
  }

  @Override
  public void close() {
    owned.close();
  }
}
