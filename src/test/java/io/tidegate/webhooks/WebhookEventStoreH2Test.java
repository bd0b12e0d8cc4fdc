package io.tidegate.webhooks;

import io.tidegate.testing.TestDatabase;

final class WebhookEventStoreH2Test extends WebhookEventStoreContract {

  WebhookEventStoreH2Test() {
    super(TestDatabase.h2());
  }
}
