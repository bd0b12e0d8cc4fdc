package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static io.tidegate.webhooks.WebhookEventFixture.BETA;
import static io.tidegate.webhooks.WebhookEventFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.ToReproduce;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CourierTest {

  private static final DeliveryOutcome OK = DeliveryOutcome.of(200, null);
  private static final DeliveryOutcome ERROR = DeliveryOutcome.of(500, null);

  private final WebhookEventFixture fixture = new WebhookEventFixture();
  private final BrittleStore store = new BrittleStore(fixture.store);
  private final HandPost post = new HandPost();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final long seed = new Random().nextLong();
  private final Courier courier = courier();

  @RegisterExtension final ToReproduce seeds = new ToReproduce(seed);

  @AfterEach
  void close() {
    fixture.close();
  }

  private Courier courier(String... settings) {
    return new Courier(
        WebhookEventFixture.config(settings),
        new Courier.Parts(store, post, Runnable::run, metrics),
        fixture.wall,
        new Random(seed));
  }

  @Test
  void deliversAnEventOnce() {
    WebhookEvent event = fixture.put("job_1");

    courier.tick();
    courier.tick();
    post.reply(OK);
    fixture.now.addAndGet(10_000_000);
    courier.tick();

    assertThat(post.letters()).extracting(SignedEvent::id).containsExactly(event.id());
    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DELIVERED);
    assertThat(counted("delivered", "none")).isEqualTo(1);
  }

  @Test
  void repeatsWithTheSameIdUntilTheAttemptsAreOver() {
    WebhookEvent event = fixture.put("job_1");
    for (int attempt = 1; attempt <= 8; attempt++) {
      assertThat(fixture.only().state()).isEqualTo(WebhookEventState.PENDING);
      fixture.now.set(fixture.only().times().due() - 1);
      courier.tick();
      assertThat(post.letters()).hasSize(attempt - 1);
      fixture.now.incrementAndGet();
      courier.tick();
      assertThat(post.letters()).hasSize(attempt);
      post.reply(ERROR);
    }

    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DEAD);
    assertThat(fixture.only().last()).isEqualTo(new WebhookEventView.Last(8, 500, Problem.STATUS));
    assertThat(post.letters()).extracting(SignedEvent::id).containsOnly(event.id());
    assertThat(post.letters())
        .extracting(SignedEvent::signature)
        .doesNotHaveDuplicates()
        .hasSize(8);
  }

  @Test
  void givesUpAtOnceWhereTheReceiverWantsNoMore() {
    fixture.put("job_1");

    courier.tick();
    post.reply(DeliveryOutcome.of(410, null));

    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DEAD);
    assertThat(fixture.only().times()).isEqualTo(new WebhookEventView.Times(START, 0, START));
    assertThat(counted("dead", "gone")).isEqualTo(1);
  }

  @Test
  void leavesAReceiverAloneForAsLongAsItAsks() {
    fixture.put("job_1");

    courier.tick();
    post.reply(DeliveryOutcome.of(429, "120"));

    assertThat(fixture.only().times().due()).isEqualTo(START + 120_000);
  }

  @Test
  void aSlowReceiverDoesNotKeepOthersWaiting() {
    for (int i = 0; i < 40; i++) {
      fixture.put(ACME, "slow_" + i, "https://slow.example/");
    }
    fixture.now.incrementAndGet();
    fixture.put(ACME, "quick", "https://quick.example/");

    courier.tick();

    assertThat(post.open())
        .containsExactly("slow.example", "slow.example", "slow.example", "quick.example");
  }

  @Test
  void aTenantWithManySlowReceiversDoesNotKeepOthersWaiting() {
    for (int i = 0; i < 40; i++) {
      fixture.put(ACME, "slow_" + i, "https://h" + i + ".example/");
    }
    fixture.now.incrementAndGet();
    fixture.put(BETA, "quick", "https://quick.example/");

    courier.tick();

    assertThat(post.open()).hasSize(13).endsWith("quick.example");
  }

  @Test
  void twoTenantsWithManySlowReceiversLeaveAPlaceToAThird() {
    for (int i = 0; i < 40; i++) {
      fixture.put(ACME, "slow_" + i, "https://h" + i + ".example/");
      fixture.put(BETA, "slower_" + i, "https://g" + i + ".example/");
    }
    courier.tick();
    assertThat(post.open()).hasSizeLessThan(16);

    fixture.now.incrementAndGet();
    fixture.put(new TenantId("gone"), "quick", "https://quick.example/");
    courier.tick();

    assertThat(counted("dead", "no_secret")).as("had a place").isEqualTo(1);
  }

  @Test
  void aTenantsSlowPathAtAHostLeavesAPlaceThereToOthers() {
    for (int i = 0; i < 100; i++) {
      fixture.put(ACME, "slow_" + i, "https://shared.example/slow");
    }
    fixture.now.incrementAndGet();
    WebhookEvent first = fixture.put(BETA, "first", "https://shared.example/quick");
    fixture.now.incrementAndGet();
    WebhookEvent next = fixture.put(BETA, "next", "https://shared.example/quick");

    courier.tick();
    assertThat(post.open()).hasSize(4);
    assertThat(post.letters()).extracting(SignedEvent::id).endsWith(first.id());
    post.replyLast(OK);

    assertThat(post.letters()).extracting(SignedEvent::id).endsWith(next.id());
  }

  @Test
  void twoTenantsWithSlowPathsAtAHostLeaveAPlaceThereToAThird() {
    for (int i = 0; i < 100; i++) {
      fixture.put(ACME, "slow_" + i, "https://shared.example/slow");
      fixture.put(BETA, "slower_" + i, "https://shared.example/slower");
    }
    fixture.now.incrementAndGet();
    fixture.put(new TenantId("gone"), "quick", "https://shared.example/quick");
    courier.tick();
    post.reply(ERROR);
    post.reply(ERROR);

    courier.tick();

    assertThat(counted("dead", "no_secret")).as("had a place").isEqualTo(1);
  }

  @Test
  void sendsNoMoreAtOnceThanItMayAndTheNextAsSoonAsOneIsThrough() {
    Courier narrow = courier("max-running", "2");
    for (int i = 0; i < 5; i++) {
      fixture.put(i % 2 == 0 ? ACME : BETA, "job_" + i, "https://h" + i + ".example/");
    }

    narrow.tick();
    int most = 0;
    while (!post.open().isEmpty()) {
      most = Math.max(most, post.open().size());
      post.reply(OK);
    }

    assertThat(most).isEqualTo(2);
    assertThat(fixture.all(WebhookEventState.DELIVERED)).hasSize(5);
  }

  @Test
  void whatWasDeliveredButNotStoredIsSentAgainUnderItsId() {
    WebhookEvent event = fixture.put("job_1");
    courier.tick();
    store.failing = Set.of("settle");
    post.reply(OK);
    store.failing = Set.of();

    courier.tick();
    assertThat(post.letters()).hasSize(1);
    fixture.now.addAndGet(40_000);
    courier.tick();
    post.reply(OK);

    assertThat(post.letters()).extracting(SignedEvent::id).containsExactly(event.id(), event.id());
    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DELIVERED);
  }

  @Test
  void anEventThatNoServerSurvivesIsGivenUp() {
    fixture.put("job_1");
    for (int i = 0; i < 8; i++) {
      courier().tick();
      fixture.now.addAndGet(40_000);
    }
    assertThat(post.letters()).hasSize(8);

    courier().tick();

    assertThat(post.letters()).hasSize(8);
    assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DEAD);
    assertThat(fixture.only().last().problem()).isEqualTo(Problem.INTERRUPTED);
  }

  @Test
  void aDatabaseThatIsAwayCostsNoPlaces() {
    for (int i = 0; i < 20; i++) {
      fixture.put(ACME, "job_" + i, "https://h" + i + ".example/");
    }
    for (String method : new String[] {"due", "claim", "due", "claim"}) {
      store.failing = Set.of(method);
      courier.tick();
    }
    store.failing = Set.of();

    courier.tick();

    assertThat(post.open()).hasSize(12);
  }

  @Test
  void whatCannotBeSignedOrMustNotBeSentIsNotSent() {
    fixture.put(new TenantId("gone"), "a", "https://hooks.example/");
    fixture.put(ACME, "b", "http://hooks.example/");
    fixture.put(ACME, "c", "https://127.0.0.1/");
    fixture.put(ACME, "d", "nonsense");

    courier.tick();

    assertThat(post.letters()).isEmpty();
    assertThat(fixture.all(WebhookEventState.DEAD)).hasSize(4);
    assertThat(counted("dead", "no_secret")).isEqualTo(1);
    assertThat(counted("dead", "url_refused")).isEqualTo(3);
  }

  @Test
  void beginsNothingMoreOnceStoppedButSettlesWhatItBegan() {
    fixture.put("job_1");
    courier.tick();
    fixture.put("job_2");

    courier.stop();
    courier.tick();
    post.reply(OK);

    assertThat(post.letters()).hasSize(1);
    assertThat(fixture.all(WebhookEventState.DELIVERED)).hasSize(1);
  }

  private long counted(String outcome, String reason) {
    return metrics.count(Metric.WEBHOOKS, outcome, reason);
  }
}
