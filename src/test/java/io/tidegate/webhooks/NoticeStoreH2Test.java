package io.tidegate.webhooks;

import io.tidegate.testing.TestDatabase;

final class NoticeStoreH2Test extends NoticeStoreContract {

  NoticeStoreH2Test() {
    super(TestDatabase.h2());
  }
}
