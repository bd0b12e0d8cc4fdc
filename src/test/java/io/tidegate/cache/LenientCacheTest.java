package io.tidegate.cache;

import static io.tidegate.cache.SampleQuestions.NO_CACHE;
import static io.tidegate.cache.SampleQuestions.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.answer.Lenience;
import io.tidegate.cache.flights.FakeSource;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.cache.tiers.FakeSharedTier;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Stored;
import io.tidegate.exchange.Stored.Staleness;
import io.tidegate.metrics.Metric;
import io.tidegate.switches.Brownout;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is given from the cache while the operator has it give more than usual. */
class LenientCacheTest {

  private static final Duration TTL = CachingServer.POLICY.ttl();
  private static final Lenience BROWNOUT = new Lenience(true, 1, 0);
  private static final Brownout CAP = new Brownout(true, 100, false, null);

  private final ManualClock clock = new ManualClock();
  private final World world = World.at(clock, new Random(1));
  private final FakeSharedTier.Store store = new FakeSharedTier.Store(clock);
  private final CachingServer server = new CachingServer(world, "a", null, 0);
  private final FakeSource nodes = server.nodes;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  private static String learn(CachingServer server, Call call, String content) {
    Client first = server.ask(call);
    server.nodes.last().complete(content);
    first.leave();
    return first.text();
  }

  private static Call capped(String text) {
    Call call = plain(text);
    return call.asking(CAP.changed(call.request(), call.operation()));
  }

  private static Stored stored(Client client) {
    return client.answer().head().stored();
  }

  @Test
  void givesAStaleAnswerInABrownoutAndAsksForNoNewOne() {
    String old = learn(server, plain("q"), "old");
    server.cache.relax(BROWNOUT);
    clock.advance(TTL.plusMinutes(15));

    Client client = server.ask(plain("q"));

    assertThat(client.text()).isEqualTo(old);
    assertThat(stored(client).stale()).isEqualTo(Staleness.BROWNOUT);
    assertThat(nodes.fetches()).hasSize(1);
    assertThat(server.metrics.count(Metric.CACHE_STALE, "brownout")).isOne();
  }

  @Test
  void asksInABrownoutOnceTheAnswerIsNotKeptAnyMore() {
    learn(server, plain("q"), "old");
    server.cache.relax(BROWNOUT);
    clock.advance(TTL.plus(CachingServer.POLICY.ifError()));

    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void givesNothingStaleInABrownoutToOneWhoWantsItNew() {
    learn(server, plain("q"), "old");
    server.cache.relax(BROWNOUT);
    clock.advance(TTL.plusSeconds(1));

    assertThat(server.ask(plain("q", NO_CACHE)).reply.source()).isEqualTo(Reply.Source.REQUEST);
    assertThat(server.ask(plain("q", SampleQuestions.NO_STORE)).reply.source())
        .isEqualTo(Reply.Source.BYPASS);
  }

  @Test
  void isAsStrictAsBeforeOnceABrownoutIsOver() {
    learn(server, plain("q"), "old");
    server.cache.relax(BROWNOUT);
    clock.advance(TTL.plusMinutes(10));
    server.cache.relax(Lenience.NONE);

    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void neverGivesAnAnswerUnderTheCapForTheWholeOne() {
    learn(server, capped("q"), "cut");

    Client whole = server.ask(plain("q"));

    assertThat(whole.reply.source()).isEqualTo(Reply.Source.MISS);
    assertThat(nodes.fetches()).hasSize(2);
  }

  @Test
  void neverLetsACallForTheWholeJoinOneUnderTheCap() {
    server.ask(capped("q"));

    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
    assertThat(server.ask(capped("q")).reply.source()).isEqualTo(Reply.Source.COLLAPSED);
  }

  @Test
  void givesAnAnswerUnderTheCapToTheNextOneUnderTheCap() {
    String cut = learn(server, capped("q"), "cut");

    Client next = server.ask(capped("q"));

    assertThat(next.text()).isEqualTo(cut);
    assertThat(next.reply.source()).isEqualTo(Reply.Source.HIT);
  }

  @Test
  void givesTheWholeAnswerInPlaceOfACutOneIfItIsKnown() {
    String whole = learn(server, plain("q"), "whole");
    server.cache.relax(BROWNOUT);
    clock.advance(TTL.plusSeconds(90));

    Client client = server.ask(capped("q"));

    assertThat(client.text()).isEqualTo(whole);
    assertThat(stored(client).stale()).isEqualTo(Staleness.BROWNOUT);
    assertThat(nodes.fetches()).hasSize(1);
  }

  @Test
  void findsTheWholeAnswerThatAnotherServerHasMade() {
    CachingServer a = new CachingServer(world, "a", new FakeSharedTier(store, "a"));
    CachingServer b = new CachingServer(world, "b", new FakeSharedTier(store, "b"));
    String whole = learn(a, plain("q"), "whole");

    Client client = b.ask(capped("q"));

    assertThat(client.text()).isEqualTo(whole);
    assertThat(stored(client).level()).isEqualTo(Stored.Level.L2);
    assertThat(b.nodes.fetches()).isEmpty();
    Client next = b.ask(plain("q"));
    assertThat(stored(next).level()).as("kept under its own key").isEqualTo(Stored.Level.L1);
    client.leave();
    next.leave();
    assertThat(b.cache.remembered()).isZero();
  }

  @Test
  void asksANodeWhereTheSharedTierIsAway() {
    FakeSharedTier tier = new FakeSharedTier(store, "a");
    tier.set(FakeSharedTier.Mode.FAILS);
    CachingServer a = new CachingServer(world, "a", tier);

    Client client = a.ask(capped("q"));
    a.nodes.last().complete("cut");

    assertThat(client.served()).isTrue();
  }

  @Test
  void keepsAnswersFreshForSoManyTimesAsLongAlsoThoseItHas() {
    learn(server, plain("before"), "before");
    server.cache.relax(new Lenience(false, 3, 0));
    learn(server, plain("after"), "after");
    clock.advance(TTL.multipliedBy(3).minusSeconds(1));

    for (String text : new String[] {"before", "after"}) {
      Client client = server.ask(plain(text));
      assertThat(client.reply.source()).as(text).isEqualTo(Reply.Source.HIT);
      assertThat(stored(client).stale()).isNull();
      assertThat(stored(client).ttl()).isOne();
    }
    assertThat(nodes.fetches()).hasSize(2);
    clock.advance(Duration.ofSeconds(62));
    assertThat(server.ask(plain("before")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void keepsAnswersFreshForAGivenTimeAtLeast() {
    server.cache.relax(new Lenience(false, 1, Duration.ofHours(6).toMillis()));
    learn(server, plain("q"), "42");
    clock.advance(Duration.ofHours(6).minusSeconds(1));
    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.HIT);

    server.cache.relax(Lenience.NONE);
    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void makesNoAnswerWorseForHavingAShortLifetimeSetAtLeast() {
    server.cache.relax(new Lenience(false, 1, 1000));
    learn(server, plain("q"), "42");
    clock.advance(TTL.minusSeconds(1));

    assertThat(stored(server.ask(plain("q"))).stale()).isNull();
  }

  @Test
  void stillGivesAStaleAnswerOnAnErrorForLonger() {
    learn(server, plain("q"), "old");
    server.cache.relax(new Lenience(false, 2, 0));
    clock.advance(TTL.multipliedBy(2).plusMinutes(15));
    Client client = server.ask(plain("q"));
    nodes.last().fail(ErrorCode.UPSTREAM_FAILED);

    assertThat(stored(client).stale()).isEqualTo(Staleness.IF_ERROR);
  }
}
