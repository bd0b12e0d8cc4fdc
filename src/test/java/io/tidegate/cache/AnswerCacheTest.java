package io.tidegate.cache;

import static io.tidegate.cache.SampleQuestions.NO_CACHE;
import static io.tidegate.cache.SampleQuestions.NO_STORE;
import static io.tidegate.cache.SampleQuestions.plain;
import static io.tidegate.cache.SampleQuestions.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.cache.flights.FakeSource;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Hit;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Stored;
import io.tidegate.exchange.Stored.Staleness;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is given from the cache, for how long, and what callers may say about it. */
class AnswerCacheTest {

  private static final Duration TTL = CachingServer.POLICY.ttl();

  private final ManualClock clock = new ManualClock();
  private final long seed = new Random().nextLong();
  private final CachingServer.World world = CachingServer.World.at(clock, new Random(seed));
  private final CachingServer server = new CachingServer(world, "a", null, 0);
  private final FakeSource nodes = server.nodes;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock, "seed " + seed);

  @Test
  void givesAKnownAnswerWithItsAgeAndTheTimeItStaysFresh() {
    String answer = learn("42");
    clock.advance(Duration.ofSeconds(90));

    Client client = server.ask(plain("q"));

    assertThat(client.reply.source()).isEqualTo(Reply.Source.HIT);
    assertThat(client.served()).isTrue();
    assertThat(client.text()).isEqualTo(answer);
    assertThat(client.answer().usage()).isEqualTo(FakeSource.USAGE);
    AnswerHead head = client.answer().head();
    assertThat(head.stored()).isEqualTo(new Stored(Stored.Level.L1, 90, 30 * 60 - 90, null));
    assertThat(head.node()).isEqualTo("node");
    assertThat(nodes.fetches()).hasSize(1);
  }

  @Test
  void tellsWhatItKnowsWithoutAskingANode() {
    assertThat(known(plain("q"))).isNull();
    assertThat(nodes.fetches()).isEmpty();
    String answer = learn("42");

    Hit hit = known(plain("q"));

    assertThat(new String(hit.body(), UTF_8)).isEqualTo(answer);
    assertThat(hit.usage()).isEqualTo(FakeSource.USAGE);
    assertThat(server.metrics.count(Metric.CACHE_LOOKUPS, "l1", "hit")).isOne();
  }

  @Test
  void asksAgainOnceTheAnswerIsStaleBeyondUse() {
    learn("42");
    clock.advance(TTL.plus(CachingServer.POLICY.whileRevalidate()));

    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
    assertThat(nodes.fetches()).hasSize(2);
  }

  @Test
  void givesAStaleAnswerAndRenewsItOnce() {
    String old = learn("old");
    clock.advance(TTL.plusSeconds(30));

    List<Client> clients = List.of(server.ask(plain("q")), server.ask(plain("q")));

    assertThat(clients).allMatch(client -> client.served() && client.text().equals(old));
    assertThat(clients.get(1).answer().head().stored())
        .isEqualTo(new Stored(Stored.Level.L1, 30 * 60 + 30, -30, Staleness.WHILE_REVALIDATE));
    assertThat(nodes.fetches()).hasSize(2);
    assertThat(nodes.last().call.terms().priority()).isEqualTo(Priority.LOW);
    nodes.last().complete("new");
    assertThat(server.ask(plain("q")).text()).contains("new");
    assertThat(nodes.fetches()).hasSize(2);
    assertThat(server.metrics.count(Metric.CACHE_REFRESHES)).isOne();
    clients.forEach(Client::leave);
    assertAllForgotten();
  }

  @Test
  void renewsFreshAnswersTheMoreOftenTheNearerTheirEnd() {
    CachingServer eager = new CachingServer(world, "b", null, 2);
    Duration took = Duration.ofSeconds(20);
    int asked = 1_500;
    for (int left : new int[] {10, 40, 80, 200}) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < asked; i++) {
        clients.add(eager.ask(plain("number " + i + " for " + left)));
      }
      clock.advance(took);
      live(eager).forEach(fetch -> fetch.complete("42"));
      clients.forEach(Client::leave);
      clock.advance(TTL.minusSeconds(left));
      for (int i = 0; i < asked; i++) {
        Client client = eager.ask(plain("number " + i + " for " + left));
        assertThat(client.reply.source()).isEqualTo(Reply.Source.HIT);
      }
      int early = live(eager).size();
      live(eager).forEach(fetch -> fetch.refuse(400));
      double expected = Math.exp(-left / (2.0 * took.toSeconds()));
      double deviation = Math.sqrt(expected * (1 - expected) / asked);
      assertThat((double) early / asked)
          .as("share renewed %d s before the end", left)
          .isCloseTo(expected, within(5 * deviation));
    }
  }

  private static List<FakeSource.Fetch> live(CachingServer server) {
    return server.nodes.fetches().stream().filter(fetch -> !fetch.ended()).toList();
  }

  @Test
  void pausesAfterFailedRenewalsInsteadOfTryingAtEachHit() {
    learn("old");
    clock.advance(TTL.plusSeconds(1));
    nodes.onFetch(fetch -> fetch.fail(ErrorCode.GATEWAY_OVERLOADED));
    List<Integer> asked = new ArrayList<>();
    for (int second = 0; second < 8; second++) {
      for (int i = 0; i < 100; i++) {
        assertThat(known(plain("q"))).isNotNull();
      }
      asked.add(nodes.fetches().size() - 1);
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(asked).containsExactly(1, 2, 2, 3, 3, 3, 3, 4);
    nodes.onFetch(fetch -> fetch.complete("new"));
    clock.advance(Duration.ofSeconds(8));
    known(plain("q"));
    assertThat(server.ask(plain("q")).text()).contains("new");
  }

  @Test
  void asksAnewForOneWhoWantsThatAndKeepsTheNewAnswer() {
    learn("old");

    Client client = server.ask(plain("q", NO_CACHE));
    nodes.last().complete("new");

    assertThat(client.reply.source()).isEqualTo(Reply.Source.REQUEST);
    assertThat(client.text()).contains("new");
    assertThat(known(plain("q", NO_CACHE))).isNull();
    assertThat(server.ask(plain("q")).text()).contains("new");
    client.leave();
    assertAllForgotten();
  }

  @Test
  void asksAnewBesideAFlightForOneWhoWantsThatAndLetsLaterOnesJoin() {
    Client first = server.ask(plain("q"));
    Client anew = server.ask(plain("q", NO_CACHE));
    Client later = server.ask(plain("q"));
    assertThat(nodes.fetches()).hasSize(2);

    nodes.fetches().get(1).complete("new");
    nodes.fetches().get(0).complete("old");

    assertThat(first.text()).contains("old");
    assertThat(anew.text()).isEqualTo(later.text()).contains("new");
    List.of(first, anew, later).forEach(Client::leave);
    assertAllForgotten();
  }

  @Test
  void keepsAndSharesNothingOfOneWhoForbidsIt() {
    Client first = server.ask(plain("q", NO_STORE));
    Client second = server.ask(plain("q", NO_STORE));
    Client other = server.ask(plain("q"));

    assertThat(nodes.fetches()).hasSize(3);
    assertThat(first.reply.source()).isEqualTo(Reply.Source.BYPASS);
    nodes.fetches().get(0).complete("secret");
    nodes.fetches().get(1).complete("secret");
    assertThat(known(plain("q"))).isNull();
    List.of(first, second, other).forEach(Client::leave);
    assertAllForgotten();
  }

  @Test
  void givesOneWhoForbidsKeepingWhatIsFreshAndRenewsNothingInItsName() {
    learn("42");
    CachingServer eager = new CachingServer(world, "b", null, 10);
    Client made = eager.ask(plain("q"));
    clock.advance(Duration.ofMinutes(5));
    eager.nodes.last().complete("42");
    made.leave();
    clock.advance(TTL.minusMillis(1));

    assertThat(eager.ask(plain("q", NO_STORE)).reply.source()).isEqualTo(Reply.Source.HIT);
    assertThat(eager.nodes.fetches()).hasSize(1);

    clock.advance(Duration.ofSeconds(5));
    Client stale = eager.ask(plain("q", NO_STORE));
    assertThat(stale.reply.source()).isEqualTo(Reply.Source.BYPASS);
    assertThat(eager.nodes.fetches()).hasSize(2);
  }

  @Test
  void hasNoPartInCallsThatAreNotToBeCached() {
    Call warm =
        new Call(
            "warm",
            plain("q").tenant(),
            plain("q").operation(),
            SampleCalls.chat("m", plain("q").deadline()).request(),
            plain("q").deadline());

    Answer answer = server.ask(warm).answer();

    assertThat(nodes.last().answer).isSameAs(answer);
    assertThat(server.cache.left(warm)).isFalse();
    assertThat(server.cache.remembered()).isZero();
  }

  @Test
  void givesAPlainAnswerAsAStreamAndTheOtherWayRound() {
    learn("42");
    Client second = server.ask(stream("other"));
    nodes.last().event().complete(" and 43");
    second.leave();

    assertThat(server.ask(stream("q")).text()).startsWith("data: ").contains("42", "[DONE]");
    assertThat(server.ask(plain("other")).text()).startsWith("{").contains("event 1 and 43");
    assertThat(nodes.fetches()).hasSize(2);
  }

  @Test
  void keepsNoAnswerThatAPurgeOvertook() {
    Client client = server.ask(plain("q"));
    world.journal().purge(PurgeScope.ALL);
    nodes.last().complete("42");

    assertThat(client.served()).isTrue();
    assertThat(known(plain("q"))).isNull();
    client.leave();
    assertAllForgotten();
  }

  @Test
  void forgetsWhatIsPurged() {
    learn("42");
    world.journal().purge(new PurgeScope(PurgeScope.Kind.MODEL, SampleQuestions.MODEL));

    assertThat(known(plain("q"))).isNull();
  }

  @Test
  void tellsForHowLongAnAnswerStaysFresh() {
    CacheKey key = server.cache.keyOf(plain("q"), SampleQuestions.MODEL);
    assertThat(server.cache.freshFor(key).toCompletableFuture()).isCompletedWithValue(0L);
    learn("42");
    clock.advance(Duration.ofMinutes(10));

    assertThat(server.cache.freshFor(key).toCompletableFuture()).isCompletedWithValue(20 * 60_000L);
  }

  private Hit known(Call call) {
    return server.known(call, Integer.MAX_VALUE);
  }

  private String learn(String content) {
    Client first = server.ask(plain("q"));
    nodes.last().complete(content);
    first.leave();
    return first.text();
  }

  private void assertAllForgotten() {
    assertThat(server.cache.remembered()).isZero();
    assertThat(nodes.untold()).isEmpty();
  }
}
