package io.tidegate.webhooks;

import io.tidegate.testing.TestDatabase;

final class WebhookEventStorePostgresTest extends WebhookEventStoreContract {

  WebhookEventStorePostgresTest() {
    super(TestDatabase.postgres());
  }
}
