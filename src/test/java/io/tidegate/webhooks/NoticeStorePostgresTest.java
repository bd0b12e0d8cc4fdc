package io.tidegate.webhooks;

import io.tidegate.testing.TestDatabase;

final class NoticeStorePostgresTest extends NoticeStoreContract {

  NoticeStorePostgresTest() {
    super(TestDatabase.postgres());
  }
}
