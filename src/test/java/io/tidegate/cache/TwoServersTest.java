package io.tidegate.cache;

import static io.tidegate.cache.SampleQuestions.plain;
import static io.tidegate.cache.SampleQuestions.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.cache.tiers.FakeSharedTier;
import io.tidegate.cache.tiers.FakeSharedTier.Mode;
import io.tidegate.cache.tiers.FakeSharedTier.Step;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Stored;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers that share a tier, which may be in trouble. */
class TwoServersTest {

  private static final Duration BEAT = Duration.ofMillis(100);

  private final ManualClock clock = new ManualClock();
  private final World world = World.at(clock, new Random(1));
  private final FakeSharedTier.Store store = new FakeSharedTier.Store(clock);
  private final FakeSharedTier tierOfA = new FakeSharedTier(store, "a");
  private final FakeSharedTier tierOfB = new FakeSharedTier(store, "b");
  private final CachingServer a = new CachingServer(world, "a", tierOfA);
  private final CachingServer b = new CachingServer(world, "b", tierOfB);

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void givesOnOneWhatTheOtherHasAsked() {
    Client first = a.ask(plain("q"));
    a.nodes.last().complete("42");
    clock.advance(Duration.ofSeconds(5));

    Client second = b.ask(plain("q"));

    assertThat(second.served()).isTrue();
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.answer().head().stored())
        .isEqualTo(new Stored(Stored.Level.L2, 5, 30 * 60 - 5, null));
    assertThat(b.nodes.fetches()).isEmpty();
    assertThat(b.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.HIT);
    assertSettledAfter(first, second);
  }

  @Test
  void letsOneAskWhatBothAreAsked() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(a.ask(stream("q")));
      clients.add(b.ask(stream("q")));
    }
    a.nodes.last().event();
    pass(Duration.ofSeconds(7));
    assertThat(b.nodes.fetches()).as("the lease is renewed").isEmpty();
    a.nodes.last().complete("42");
    pass(BEAT);

    assertThat(clients).allMatch(Client::served);
    assertThat(clients.stream().map(Client::text).distinct()).hasSize(1);
    assertThat(a.nodes.fetches()).hasSize(1);
    assertThat(b.nodes.fetches()).isEmpty();
    assertSettledAfter(clients.toArray(Client[]::new));
  }

  @Test
  void goesOnWhenTheServerDiesThatAsks() {
    a.ask(plain("q"));
    Client client = b.ask(plain("q"));

    beats(b, FakeSharedTier.LEASE.minus(BEAT));
    assertThat(b.nodes.fetches()).isEmpty();
    beats(b, BEAT);

    assertThat(b.nodes.fetches()).hasSize(1);
    b.nodes.last().complete("42");
    assertThat(client.served()).isTrue();
    assertThat(store.leases()).isZero();
  }

  @Test
  void goesByItselfWhenItsPatienceEnds() {
    Client first = a.ask(plain("q"));
    Client second = b.ask(plain("q"));

    pass(CachingServer.PATIENCE.minus(BEAT));
    assertThat(b.nodes.fetches()).isEmpty();
    pass(BEAT);

    assertThat(b.nodes.fetches()).hasSize(1);
    b.nodes.last().complete("42");
    a.nodes.last().complete("42");
    assertThat(List.of(first, second)).allMatch(Client::served);
    assertSettledAfter(first, second);
  }

  @Test
  void goesOnAtOnceWhenTheOtherFailsOrItsCallersLeave() {
    Client first = a.ask(plain("q"));
    Client second = b.ask(plain("q"));
    first.leave();
    pass(BEAT);

    assertThat(b.nodes.fetches()).hasSize(1);
    b.nodes.last().complete("42");
    assertThat(second.served()).isTrue();
    assertSettledAfter(second);
  }

  @Test
  void putsTheAnswerBeforeItGivesTheLeaseBack() {
    tierOfA.set(Step.PUT, Mode.HANGS);
    Client first = a.ask(plain("q"));
    a.nodes.last().complete("42");
    Client second = b.ask(plain("q"));
    pass(BEAT);
    assertThat(first.served()).isTrue();
    assertThat(store.leases()).isOne();

    tierOfA.goOn();
    pass(BEAT);

    assertThat(second.served()).isTrue();
    assertThat(b.nodes.fetches()).isEmpty();
    assertThat(store.log.indexOf("a PUT")).isLessThan(store.log.indexOf("a RELEASE"));
    assertSettledAfter(first, second);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void servesItsCallersWhenTheSharedTierFails(Step step) {
    tierOfA.set(step, Mode.FAILS);
    List<Client> clients = List.of(a.ask(plain("q")), a.ask(plain("q")));

    assertThat(a.nodes.fetches()).hasSize(1);
    a.nodes.last().complete("42");

    assertThat(clients).allMatch(Client::served);
    assertThat(a.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.HIT);
    clock.advance(FakeSharedTier.LEASE);
    assertSettledAfter(clients.toArray(Client[]::new));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void servesItsCallersWhenTheSharedTierHangs(Step step) {
    tierOfA.set(step, Mode.HANGS);
    List<Client> clients = List.of(a.ask(plain("q")), a.ask(plain("q")));
    pass(CachingServer.PATIENCE);

    assertThat(a.nodes.fetches()).hasSize(1);
    a.nodes.last().complete("42");

    assertThat(clients).allMatch(Client::served);
    assertThat(a.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.HIT);
    pass(FakeSharedTier.LEASE);
    assertSettledAfter(clients.toArray(Client[]::new));
    tierOfA.goOn();
    assertThat(store.leases()).as("nothing is held by what comes late").isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void goesByItselfWhenTheTierGetsIntoTroubleWhileItWaits(Mode mode) {
    Client first = a.ask(plain("q"));
    Client second = b.ask(plain("q"));
    pass(BEAT);
    tierOfB.set(mode);

    pass(CachingServer.PATIENCE);
    assertThat(b.nodes.fetches()).hasSize(1);
    b.nodes.last().complete("42");
    a.nodes.last().complete("42");
    tierOfB.set(Mode.WORKS);
    tierOfB.goOn();

    assertThat(List.of(first, second)).allMatch(Client::served);
    assertSettledAfter(first, second);
  }

  @Test
  void keepsToItsNodesAnswerWhenTheTiersComesLate() {
    Client first = a.ask(stream("q"));
    a.nodes.last().complete("42");
    tierOfB.set(Step.GET, Mode.HANGS);
    Client second = b.ask(stream("q"));
    pass(CachingServer.PATIENCE);
    b.nodes.last().event();

    tierOfB.goOn();
    b.nodes.last().complete("43");

    assertThat(second.served()).isTrue();
    assertThat(second.text()).contains("event 1", "43").doesNotContain("42");
    assertSettledAfter(first, second);
  }

  @Test
  void renewsAStaleAnswerOfTheOthers() {
    Client first = a.ask(plain("q"));
    a.nodes.last().complete("42");
    clock.advance(CachingServer.POLICY.ttl().plusSeconds(30));

    Client second = b.ask(plain("q"));

    assertThat(second.text()).contains("42");
    assertThat(second.answer().head().stored().stale())
        .isEqualTo(Stored.Staleness.WHILE_REVALIDATE);
    assertThat(b.nodes.fetches()).hasSize(1);
    b.nodes.last().complete("43");
    assertSettledAfter(first, second);
  }

  @Test
  void givesAStaleAnswerOfTheOthersInsteadOfAFailureUnlessItWasPurged() {
    Client first = a.ask(plain("q"));
    a.nodes.last().complete("42");
    clock.advance(CachingServer.POLICY.ttl().plusMinutes(5));
    Client second = b.ask(plain("q"));
    b.nodes.last().fail(ErrorCode.UPSTREAM_BUSY);
    Client third = b.ask(plain("q"));
    world.journal().purge(PurgeScope.ALL);
    b.nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(second.answer().head().stored().level()).isEqualTo(Stored.Level.L2);
    assertThat(second.text()).contains("42");
    assertThat(third.failure()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertSettledAfter(first, second, third);
  }

  @Test
  void takesNothingFromTheSharedTierThatWasPurged() {
    Client first = a.ask(plain("q"));
    a.nodes.last().complete("42");
    world.journal().purge(PurgeScope.ALL);

    Client second = b.ask(plain("q"));

    assertThat(b.nodes.fetches()).hasSize(1);
    b.nodes.last().complete("43");
    assertThat(second.text()).contains("43");
    assertSettledAfter(first, second);
  }

  @Test
  void cutsOffThoseWhoWaitForAnotherServer() {
    Client first = a.ask(plain("q"));
    Client second = b.ask(plain("q"));

    b.cache.cutOff(Failure.of(ErrorCode.GATEWAY_STOPPING, "The gateway is stopping."));
    assertThat(second.failure()).isEqualTo(ErrorCode.GATEWAY_STOPPING);
    a.nodes.last().complete("42");
    pass(CachingServer.PATIENCE);

    assertThat(b.nodes.fetches()).isEmpty();
    assertSettledAfter(first, second);
  }

  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= BEAT.toMillis()) {
      clock.advance(BEAT);
      a.cache.tick();
      b.cache.tick();
    }
  }

  private void beats(CachingServer server, Duration time) {
    for (long left = time.toMillis(); left > 0; left -= BEAT.toMillis()) {
      clock.advance(BEAT);
      server.cache.tick();
    }
  }

  private void assertSettledAfter(Client... clients) {
    for (Client client : clients) {
      client.leave();
    }
    for (CachingServer server : List.of(a, b)) {
      assertThat(server.cache.remembered()).isZero();
      assertThat(server.nodes.untold()).isEmpty();
    }
    assertThat(store.leases()).isZero();
  }
}
