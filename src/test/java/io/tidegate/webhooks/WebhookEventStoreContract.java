package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static io.tidegate.webhooks.WebhookEventFixture.BETA;
import static io.tidegate.webhooks.WebhookEventFixture.NOBODY;
import static io.tidegate.webhooks.WebhookEventFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.TestDatabase;
import io.tidegate.webhooks.WebhookEventStore.Filter;
import io.tidegate.webhooks.WebhookEventStore.Full;
import io.tidegate.webhooks.WebhookEventStore.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store of events does, whatever the database. */
abstract class WebhookEventStoreContract {

  private static final long LEASE = 40_000;

  private final WebhookEventFixture fixture;
  private final WebhookEventStore store;

  WebhookEventStoreContract(TestDatabase database) {
    fixture = new WebhookEventFixture(database);
    store = fixture.store;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anEventIsDueFromItsBeginning() {
    WebhookEvent event = fixture.put("job_1");

    assertThat(store.due(START - 1, 10, NOBODY)).isEmpty();
    assertThat(store.due(START, 10, NOBODY))
        .containsExactly(new DueEvent(event, "hooks.example:443", 0, 0));
  }

  @Test
  void aSubjectHasATypeOnceAndTheSecondUndoesItsTransaction() {
    var first = fixture.put("job_1");

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> fixture.put("job_1"));
    assertThat(fixture.only().id()).isEqualTo(first.id());
  }

  @Test
  void anEventWhoseTransactionFailedWasNeverThere() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                fixture.database.run(
                    manager -> {
                      JpaWebhookEvents.put(
                          manager, new WebhookEvent("t", ACME, "s", "https://h/", START));
                      throw new IllegalStateException("afterwards");
                    }));
    assertThat(fixture.all(null)).isEmpty();
  }

  @Test
  void anEventWithoutAGoodUrlIsStoredToBeSeen() {
    var unused = fixture.put(ACME, "job_1", "nonsense");

    assertThat(store.due(START, 10, NOBODY)).extracting(DueEvent::host).containsExactly("-:0");
  }

  @Test
  void theLongestDueComesFirstAndThoseWhoAreFullAreLeftOut() {
    fixture.now.set(START + 2);
    var slow = fixture.put(ACME, "a", "https://slow.example/");
    fixture.now.set(START + 1);
    var other = fixture.put(ACME, "b", "https://other.example/");
    fixture.now.set(START);
    var beta = fixture.put(BETA, "c", "https://slow.example/");

    assertThat(ids(store.due(START + 9, 10, NOBODY)))
        .containsExactly(beta.id(), other.id(), slow.id());
    assertThat(ids(store.due(START + 9, 2, NOBODY))).containsExactly(beta.id(), other.id());
    Set<String> hosts = Set.of("slow.example:443");
    Set<Route> routes = Set.of(new Route("acme", "slow.example:443"));
    assertThat(ids(store.due(START + 9, 10, new Full(hosts, Set.of(), Set.of()))))
        .containsExactly(other.id());
    assertThat(ids(store.due(START + 9, 10, new Full(Set.of(), Set.of("acme"), Set.of()))))
        .containsExactly(beta.id());
    assertThat(ids(store.due(START + 9, 10, new Full(Set.of(), Set.of(), routes))))
        .containsExactly(beta.id(), other.id());
  }

  @Test
  void aClaimHidesAnEventForItsLeaseAndCounts() {
    fixture.put("job_1");

    List<DueEvent> claimed = claim();

    assertThat(claimed).extracting(DueEvent::attempts).containsExactly(1);
    assertThat(claimed).extracting(DueEvent::epoch).containsExactly(1L);
    assertThat(store.due(START + LEASE - 1, 10, NOBODY)).isEmpty();
    assertThat(store.due(START + LEASE, 10, NOBODY)).isEqualTo(claimed);
  }

  @Test
  void aClaimOfWhatAnotherHasClaimedGivesNothing() {
    fixture.put("job_1");
    List<DueEvent> seen = store.due(START, 10, NOBODY);

    assertThat(store.claim(seen, START, START + LEASE)).hasSize(1);
    assertThat(store.claim(seen, START, START + LEASE)).isEmpty();
    assertThat(store.claim(seen, START + LEASE, START + 2 * LEASE)).isEmpty();
  }

  @Test
  void whoClaimedLastAloneSettles() {
    fixture.put("job_1");
    DueEvent slow = claim().get(0);
    fixture.now.addAndGet(LEASE);
    DueEvent second = claim().get(0);

    assertThat(store.settle(slow, dead())).isFalse();
    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.PENDING);
    assertThat(store.settle(second, delivered())).isTrue();
    assertThat(store.settle(second, dead())).isFalse();
    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DELIVERED);
    assertThat(fixture.only().last()).isEqualTo(new WebhookEventView.Last(2, 200, null));
  }

  @Test
  void whatFailedIsDueAtItsNextTimeAndNotBefore() {
    fixture.put("job_1");
    DueEvent first = claim().get(0);

    assertThat(
            store.settle(
                first,
                new DeliveryRecord(WebhookEventState.PENDING, 500, Problem.STATUS, START + 5_000)))
        .isTrue();

    assertThat(fixture.only().times())
        .isEqualTo(new WebhookEventView.Times(START, START + 5_000, 0));
    assertThat(fixture.only().last()).isEqualTo(new WebhookEventView.Last(1, 500, Problem.STATUS));
    assertThat(store.due(START + 4_999, 10, NOBODY)).isEmpty();
    assertThat(store.due(START + 5_000, 10, NOBODY)).hasSize(1);
  }

  @Test
  void whatHasEndedIsNeverDue() {
    fixture.put("job_1");
    fixture.put("job_2");
    List<DueEvent> both = claim();

    assertThat(store.settle(both.get(0), delivered())).isTrue();
    assertThat(store.settle(both.get(1), dead())).isTrue();

    assertThat(store.due(Long.MAX_VALUE, 10, NOBODY)).isEmpty();
    assertThat(store.pending()).isZero();
  }

  @Test
  void aRetryMakesItDueWithAllItsAttempts() {
    WebhookEvent event = fixture.put("job_1");
    assertThat(store.settle(claim().get(0), dead())).isTrue();

    WebhookEventView again = store.retry(event.id(), ACME, START + 9).orElseThrow();

    assertThat(again.state()).isEqualTo(WebhookEventState.PENDING);
    assertThat(again.last().attempts()).isZero();
    assertThat(again.times()).isEqualTo(new WebhookEventView.Times(START, START + 9, 0));
    assertThat(store.due(START + 9, 10, NOBODY)).hasSize(1);
  }

  @Test
  void aRetryOfWhatIsBeingSentDoesNotSendItTwiceAtOnce() {
    WebhookEvent event = fixture.put("job_1");
    DueEvent sending = claim().get(0);

    assertThat(store.retry(event.id(), null, START)).isPresent();

    assertThat(store.due(START, 10, NOBODY)).isEmpty();
    assertThat(store.settle(sending, delivered())).isTrue();
  }

  @Test
  void oneTenantNeitherRetriesNorSeesTheEventsOfAnother() {
    WebhookEvent event = fixture.put("job_1");

    assertThat(store.retry(event.id(), BETA, START)).isEmpty();
    assertThat(store.retry("evt_none", null, START)).isEmpty();
    assertThat(store.page(new Filter(BETA, null, null, 10)).items()).isEmpty();
    assertThat(store.page(new Filter(ACME, null, null, 10)).items()).hasSize(1);
    fixture.now.decrementAndGet();
    fixture.put(BETA, "job_2", "https://hooks.example/");
    assertThat(store.page(new Filter(BETA, null, event.id(), 10)).items())
        .as("the place of another tenant's event")
        .isEmpty();
    assertThat(store.page(new Filter(null, null, event.id(), 10)).items()).hasSize(1);
  }

  @Test
  void pagesComeNewestFirstToTheEndWithoutGapsOrRepetitions() {
    List<String> put = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // Three of each moment, so that the order within one matters.
      fixture.now.set(START + i / 3);
      put.add(fixture.put("job_" + i).id());
    }

    List<String> seen = new ArrayList<>();
    Page<WebhookEventView> page = store.page(new Filter(ACME, WebhookEventState.PENDING, null, 7));
    while (page.more()) {
      assertThat(page.items()).hasSize(7);
      page.items().forEach(event -> seen.add(event.id()));
      page = store.page(new Filter(ACME, WebhookEventState.PENDING, seen.get(seen.size() - 1), 7));
    }
    page.items().forEach(event -> seen.add(event.id()));

    assertThat(seen).containsExactlyInAnyOrderElementsOf(put).doesNotHaveDuplicates();
    assertThat(fixture.all(null))
        .isSortedAccordingTo((a, b) -> Long.compare(b.times().created(), a.times().created()));
    assertThat(store.page(new Filter(ACME, null, seen.get(24), 7)).items()).isEmpty();
    assertThat(store.page(new Filter(ACME, null, "evt_gone", 7)).items()).isEmpty();
  }

  @Test
  void aPurgeForgetsWhatEndedBeforeAndNothingElse() {
    fixture.put("old");
    fixture.put(BETA, "beta", "https://hooks.example/");
    claim().forEach(delivery -> assertThat(store.settle(delivery, dead())).isTrue());
    fixture.now.addAndGet(LEASE);
    fixture.put("new");

    assertThat(store.purge(WebhookEventState.DELIVERED, null, Long.MAX_VALUE)).isZero();
    assertThat(store.purge(WebhookEventState.DEAD, null, START)).isZero();
    assertThat(store.purge(WebhookEventState.DEAD, ACME, START + 1)).isEqualTo(1);
    assertThat(store.purge(WebhookEventState.DEAD, null, Long.MAX_VALUE)).isEqualTo(1);
    assertThat(fixture.only().subject()).isEqualTo("new");
  }

  @Test
  void serversThatClaimAtTheSameTimeNeverGetTheSame() throws Exception {
    int events = 60;
    int servers = 4;
    for (int i = 0; i < events; i++) {
      fixture.put("job_" + i);
    }
    Queue<String> claimed = new ConcurrentLinkedQueue<>();

    StartGate.run(
        servers,
        server -> {
          JpaWebhookEvents own = new JpaWebhookEvents(fixture.database);
          List<DueEvent> due = own.due(START, 16, NOBODY);
          while (!due.isEmpty()) {
            own.claim(due, START, START + LEASE).forEach(delivery -> claimed.add(delivery.id()));
            due = own.due(START, 16, NOBODY);
          }
        });

    assertThat(claimed).hasSize(events).doesNotHaveDuplicates();
  }

  @Test
  void showsTheReceiverWithoutItsPath() {
    var unused = fixture.put(new TenantId("acme"), "job_1", "https://hooks.example/T0KEN?k=v");

    assertThat(fixture.only().receiver()).isEqualTo("https://hooks.example:443");
    assertThat(fixture.only().toString()).doesNotContain("T0KEN");
    assertThat(store.due(START, 1, NOBODY).toString()).doesNotContain("T0KEN");
  }

  private List<DueEvent> claim() {
    long now = fixture.now.get();
    return store.claim(store.due(now, 10, NOBODY), now, now + LEASE);
  }

  private static DeliveryRecord delivered() {
    return new DeliveryRecord(WebhookEventState.DELIVERED, 200, null, START + 1);
  }

  private static DeliveryRecord dead() {
    return new DeliveryRecord(WebhookEventState.DEAD, 410, Problem.GONE, START);
  }

  private static List<String> ids(List<DueEvent> deliveries) {
    return deliveries.stream().map(DueEvent::id).toList();
  }
}
