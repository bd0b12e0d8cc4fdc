package io.tidegate.cache.flights;

import static io.tidegate.cache.SampleQuestions.plain;
import static io.tidegate.cache.SampleQuestions.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleQuestions;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.cache.tiers.FakeSharedTier;
import io.tidegate.cache.tiers.FakeSharedTier.Mode;
import io.tidegate.cache.tiers.FakeSharedTier.Step;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Stored;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens between two steps of a flight. */
class FlightTimingTest {

  private final ManualClock clock = new ManualClock();
  private final World world = World.at(clock, new Random(1));
  private final FakeSharedTier.Store store = new FakeSharedTier.Store(clock);
  private final FakeSharedTier tier = new FakeSharedTier(store, "a");
  private Runnable meanwhile = () -> {};
  private final CachingServer server = new CachingServer(interrupted(), "a", tier, 0);
  private final FakeSource nodes = server.nodes;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  /** The same world, in which something happens whenever somebody looks at the clock. */
  private World interrupted() {
    return new World(
        clock,
        () -> {
          Runnable now = meanwhile;
          meanwhile = () -> {};
          now.run();
          return world.wall().instant();
        },
        world.random(),
        world.journal());
  }

  @Test
  void letsNobodyJoinAnAnswerThatAPurgeHasVoided() {
    Client before = server.ask(stream("q"));
    nodes.last().event();

    world.journal().purge(PurgeScope.ALL);
    Client after = server.ask(stream("q"));
    nodes.fetches().get(0).complete("old");
    nodes.last().complete("new");

    assertThat(nodes.fetches()).hasSize(2);
    assertThat(before.text()).contains("old");
    assertThat(after.text()).contains("new");
    assertThat(server.ask(stream("q")).text()).contains("new");
    assertSettledAfter(before, after);
  }

  @Test
  void renewsAnAnswerOnceForAllServers() {
    CachingServer other = new CachingServer(world, "b", new FakeSharedTier(store, "b"), 0);
    Client first = server.ask(plain("q"));
    nodes.last().complete("old");
    Client second = other.ask(plain("q"));
    clock.advance(CachingServer.POLICY.ttl().plusSeconds(30));

    Client third = server.ask(plain("q"));
    Client fourth = other.ask(plain("q"));
    nodes.last().complete("new");
    clock.advance(Duration.ofMillis(100));
    other.cache.tick();

    assertThat(List.of(third, fourth)).allMatch(client -> client.text().contains("old"));
    assertThat(nodes.fetches()).hasSize(2);
    assertThat(other.nodes.fetches()).isEmpty();
    Client fifth = other.ask(plain("q"));
    assertThat(fifth.text()).contains("new");
    assertThat(fifth.answer().head().stored().level()).isEqualTo(Stored.Level.L1);
    assertSettledAfter(first, third);
    List.of(second, fourth, fifth).forEach(Client::leave);
    assertThat(other.cache.remembered()).isZero();
  }

  @Test
  void givesTheAnswerToOneWhoHasLookedForItJustBeforeItWasThere() {
    Client first = server.ask(plain("q"));
    meanwhile = () -> nodes.last().complete("42");

    Client second = server.ask(plain("q"));

    assertThat(nodes.fetches()).hasSize(1);
    assertThat(second.served()).isTrue();
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.answer().head().stored().level()).isEqualTo(Stored.Level.L1);
    assertSettledAfter(first, second);
  }

  @Test
  void asksInTheNameOfOneWhoIsStillThereAndLetsThatOneNotTryTwice() {
    tier.set(Step.GET, Mode.HANGS);
    Client first = server.ask(plain("q"));
    Client second = server.ask(plain("q"));
    first.leave();
    tier.goOn();
    assertThat(nodes.last().call.id()).isEqualTo(second.call.id());

    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(nodes.fetches()).hasSize(1);
    assertThat(second.failure()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertSettledAfter(second);
  }

  @Test
  void asksNoNodeWhenAllLeftWhileItLooked() {
    tier.set(Step.LEASE, Mode.HANGS);
    Client client = server.ask(plain("q"));
    client.leave();
    tier.goOn();
    tier.goOn();

    assertThat(nodes.fetches()).isEmpty();
    assertThat(store.leases()).isZero();
    assertSettledAfter();
  }

  @Test
  void dropsWhatIsFoundWhenAllLeftWhileItLooked() {
    CachingServer other = new CachingServer(world, "b", new FakeSharedTier(store, "b"), 0);
    Client asker = other.ask(stream("q"));
    other.nodes.last().complete("42");
    asker.leave();
    tier.set(Step.GET, Mode.HANGS);
    Client client = server.ask(stream("q"));
    client.leave();
    tier.goOn();

    assertThat(client.answer().head()).as("nobody reads it").isNull();
    assertThat(nodes.fetches()).isEmpty();
    assertSettledAfter();
  }

  @Test
  void losesNoOtherServersLeaseWhenItsOwnHasEnded() {
    Client client = server.ask(plain("q"));
    FakeSharedTier others = new FakeSharedTier(store, "b");
    CacheKey key = server.cache.keyOf(client.call, SampleQuestions.MODEL);
    clock.advance(FakeSharedTier.LEASE);
    assertThat(others.lease(key, "b").toCompletableFuture()).isCompletedWithValue(true);
    for (int i = 0; i < 10; i++) {
      server.cache.tick();
    }

    store.log.clear();
    nodes.last().complete("42");

    assertThat(store.log).contains("a PUT").doesNotContain("a RELEASE");
    assertThat(store.leases()).isOne();
  }

  @Test
  void tellsForHowLongTheNewestAnswerStaysFreshWhoeverMadeIt() {
    CachingServer other = new CachingServer(world, "b", new FakeSharedTier(store, "b"), 0);
    Client first = server.ask(plain("q"));
    nodes.last().complete("old");
    clock.advance(CachingServer.POLICY.ttl().plus(Duration.ofMinutes(5)));
    Client second = other.ask(plain("q"));
    other.nodes.last().complete("new");
    CacheKey key = server.cache.keyOf(first.call, SampleQuestions.MODEL);

    assertThat(second.text()).contains("new");
    assertThat(server.cache.freshFor(key).toCompletableFuture())
        .isCompletedWithValue(CachingServer.POLICY.ttl().toMillis());
  }

  private void assertSettledAfter(Client... clients) {
    for (Client client : clients) {
      client.leave();
    }
    assertThat(server.cache.remembered()).isZero();
    assertThat(nodes.untold()).isEmpty();
    assertThat(store.leases()).isZero();
  }
}
