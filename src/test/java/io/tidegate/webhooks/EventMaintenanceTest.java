package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventMaintenanceTest {

  private final WebhookEventFixture fixture = new WebhookEventFixture();
  private final BrittleStore store = new BrittleStore(fixture.store);
  private final EventMaintenance housekeeping =
      new EventMaintenance(store, WebhookEventFixture.config(), Runnable::run, fixture.wall);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void countsWhatIsPending() {
    fixture.put("job_1");
    fixture.put("job_2");
    assertThat(housekeeping.pending()).isZero();

    housekeeping.tick();

    assertThat(housekeeping.pending()).isEqualTo(2);
  }

  @Test
  void forgetsTheDeliveredAfterAWeekAndTheDeadAfterAMonth() {
    end(WebhookEventState.DELIVERED);
    end(WebhookEventState.DEAD);
    fixture.put("pending");

    after(Duration.ofDays(7), 3);
    after(Duration.ofMillis(1), 2);
    after(Duration.ofDays(23).minusMillis(1), 2);
    after(Duration.ofMillis(1), 1);
    after(Duration.ofDays(365), 1);
  }

  @Test
  void goesOnOnceTheDatabaseIsBack() {
    fixture.put("job_1");
    store.failing = Set.of("pending");
    housekeeping.tick();
    store.failing = Set.of();

    housekeeping.tick();

    assertThat(housekeeping.pending()).isEqualTo(1);
  }

  private void after(Duration time, int left) {
    fixture.now.addAndGet(time.toMillis());
    housekeeping.tick();
    assertThat(fixture.all(null)).hasSize(left);
  }

  private void end(WebhookEventState state) {
    fixture.put("job_" + state);
    long now = fixture.now.get();
    List<DueEvent> claimed = store.claim(store.due(now, 1, NOBODY), now, now + 1);
    assertThat(store.settle(claimed.get(0), new DeliveryRecord(state, 0, null, now))).isTrue();
  }
}
