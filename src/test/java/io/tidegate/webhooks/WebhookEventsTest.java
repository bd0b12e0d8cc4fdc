package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static io.tidegate.webhooks.WebhookEventFixture.BETA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookEventsTest {

  private final WebhookEventFixture fixture = new WebhookEventFixture();
  private final BrittleStore store = new BrittleStore(fixture.store);
  private final WebhookEvents desk = new WebhookEvents(store, fixture.wall);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void showsATenantItsOwn() {
    fixture.put("job_1");

    assertThat(desk.list(ACME, WebhookEventState.PENDING, null, 10).items()).hasSize(1);
    assertThat(desk.list(BETA, null, null, 10).items()).isEmpty();
  }

  @Test
  void sendsAgainWhatIsTheTenantsOwn() {
    WebhookEvent event = fixture.put("job_1");

    assertThat(desk.retry(event.id(), ACME).id()).isEqualTo(event.id());
    assertFails(ErrorCode.NOT_FOUND, () -> desk.retry(event.id(), BETA));
  }

  @Test
  void anIdThatNothingCanHaveNamesNoEvent() {
    store.failing = Set.of("page", "retry");

    for (String id : List.of("evt_\0", "\ud800", "")) {
      assertThat(desk.list(ACME, null, id, 10).items()).isEmpty();
      assertFails(ErrorCode.NOT_FOUND, () -> desk.retry(id, null));
    }
  }

  @Test
  void forgetsTheDead() {
    assertThat(desk.purgeDead(null)).isZero();
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    store.failing = Set.of("page", "retry", "purge");

    assertFails(ErrorCode.STORE_UNAVAILABLE, () -> desk.list(null, null, null, 1));
    assertFails(ErrorCode.STORE_UNAVAILABLE, () -> desk.retry("evt_1", null));
    assertFails(ErrorCode.STORE_UNAVAILABLE, () -> desk.purgeDead(null));
  }

  private static void assertFails(ErrorCode code, ThrowingCallable question) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(question)
        .satisfies(refused -> assertThat(refused.failure().code()).isEqualTo(code));
  }
}
