package io.tidegate.cache.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleQuestions;
import io.tidegate.cache.answer.Shape;
import io.tidegate.cache.flights.FakeSource.Fetch;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.cache.tiers.FakeSharedTier;
import io.tidegate.cache.tiers.FakeSharedTier.Mode;
import io.tidegate.cache.tiers.FakeSharedTier.Step;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One random day of two servers: what happens in which order is decided by a seed alone. */
final class RandomFlights {

  private static final List<String> TEXTS = List.of("first", "second", "third");
  private static final ErrorCode[] FAILURES = {
    ErrorCode.UPSTREAM_BUSY,
    ErrorCode.UPSTREAM_FAILED,
    ErrorCode.QUEUE_TIMEOUT,
    ErrorCode.INVALID_VALUE,
    ErrorCode.GATEWAY_STOPPING
  };
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final int STEPS = 150;

  private final Random random;
  private final boolean uniform;
  private final boolean trouble;
  private final ManualClock clock;
  private final World world;
  private final FakeSharedTier.Store store;
  private final List<FakeSharedTier> tiers = new ArrayList<>();
  private final List<CachingServer> servers = new ArrayList<>();
  private final List<Client> present = new ArrayList<>();

  /**
   * A day that has yet to begin.
   *
   * @param uniform whether all ask alike, so that no question is asked twice at a time
   * @param trouble whether the shared tier is in trouble now and then
   */
  RandomFlights(long seed, boolean uniform, boolean trouble) {
    this.random = new Random(seed);
    this.uniform = uniform;
    this.trouble = trouble;
    this.clock = new ManualClock(random.nextLong());
    this.world = World.at(clock, random);
    this.store = new FakeSharedTier.Store(clock);
    for (String name : List.of("a", "b")) {
      FakeSharedTier tier = new FakeSharedTier(store, name);
      tiers.add(tier);
      servers.add(new CachingServer(world, name, tier, uniform ? 0 : 1));
    }
  }

  /** Lives through the day, and holds the laws at each of its moments. */
  void run() {
    for (int i = 0; i < STEPS; i++) {
      step();
      readersOfOneAnswerReadTheSame();
      if (uniform) {
        noQuestionIsAskedTwiceAtATime();
      }
    }
    tiers.forEach(tier -> tier.set(Mode.WORKS));
    if (random.nextBoolean()) {
      leaveAll();
    }
    settle();
    everyoneIsServedOrTold();
    leaveAll();
    nothingIsLeft();
  }

  private void step() {
    int what = random.nextInt(100);
    if (what < 30) {
      ask();
    } else if (what < 40 && !present.isEmpty()) {
      present.remove(random.nextInt(present.size())).leave();
    } else if (what < 75) {
      aNodeSpeaks();
    } else if (what < 93) {
      tick();
    } else if (what < 95 && !uniform) {
      world.journal().purge(scope());
    } else if (what < 96 && !uniform) {
      clock.advance(Duration.ofMinutes(random.nextInt(40)));
    } else if (trouble) {
      trouble();
    }
  }

  private void ask() {
    CachingServer server = servers.get(random.nextInt(servers.size()));
    String text = any(TEXTS.toArray(String[]::new));
    Client client = server.ask(uniform ? SampleQuestions.stream(text) : call(text));
    present.add(client);
  }

  private Call call(String text) {
    Shape shape = any(Shape.values());
    Priority priority = any(Priority.values());
    int word = random.nextInt(10);
    Caching caching = new Caching(false, word == 0, word == 1);
    return SampleQuestions.call(text, shape, new Terms(priority, false, 0, caching));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private PurgeScope scope() {
    CacheKey key =
        servers.get(0).cache.keyOf(SampleQuestions.plain("first"), SampleQuestions.MODEL);
    return random.nextBoolean() ? PurgeScope.ALL : new PurgeScope(PurgeScope.Kind.KEY, key.hex());
  }

  private void aNodeSpeaks() {
    List<Fetch> live = live();
    if (live.isEmpty()) {
      return;
    }
    Fetch fetch = live.get(random.nextInt(live.size()));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> fetch.event();
      case 3, 4 -> fetch.complete(text(fetch.call));
      case 5 -> fetch.complete(text(fetch.call), uniform ? "stop" : "length");
      case 6 -> fetch.fail(any(FAILURES));
      default -> fetch.say(uniform ? "short" : "long".repeat(CachingServer.MAX_ENTRY / 8));
    }
  }

  private void trouble() {
    FakeSharedTier tier = tiers.get(random.nextInt(tiers.size()));
    Mode mode = any(Mode.values());
    tier.set(any(Step.values()), mode);
    if (random.nextInt(4) == 0) {
      tier.goOn();
    }
  }

  private void tick() {
    clock.advance(BEAT.multipliedBy(1 + random.nextInt(5)));
    servers.forEach(server -> server.cache.tick());
  }

  private List<Fetch> live() {
    return servers.stream()
        .flatMap(server -> server.nodes.fetches().stream())
        .filter(fetch -> !fetch.ended())
        .toList();
  }

  private void leaveAll() {
    present.forEach(Client::leave);
    present.clear();
  }

  /** From now on all works: whatever is open ends, at the latest when patience does. */
  private void settle() {
    for (int i = 0; i < 120; i++) {
      tiers.forEach(FakeSharedTier::goOn);
      live().forEach(fetch -> fetch.complete(text(fetch.call)));
      clock.advance(BEAT);
      servers.forEach(server -> server.cache.tick());
    }
  }

  private void readersOfOneAnswerReadTheSame() {
    Map<Answer, String> longest = new HashMap<>();
    for (Client client : present) {
      String text = random.nextInt(3) == 0 ? client.text() : client.lastText();
      String other = longest.merge(client.answer(), text, RandomFlights::longer);
      assertThat(other).startsWith(text);
    }
  }

  private static String longer(String one, String other) {
    return one.length() > other.length() ? one : other;
  }

  private void noQuestionIsAskedTwiceAtATime() {
    for (CachingServer server : servers) {
      List<String> asked =
          server.nodes.fetches().stream()
              .filter(fetch -> !fetch.ended())
              .map(fetch -> text(fetch.call))
              .toList();
      assertThat(asked).doesNotHaveDuplicates();
    }
  }

  private void everyoneIsServedOrTold() {
    for (Client client : present) {
      boolean served = client.served();
      assertThat(served || client.failure() != null).as("served or told").isTrue();
      if (served && client.answer().head().status() == 200) {
        assertThat(client.text()).as("its own answer").contains(text(client.call));
      }
    }
  }

  private void nothingIsLeft() {
    for (CachingServer server : servers) {
      assertThat(server.cache.remembered()).as("remembered").isZero();
      assertThat(server.memory.held()).as("memory held").isZero();
      assertThat(server.nodes.untold()).as("fetches whose end nobody told").isEmpty();
    }
    if (trouble) {
      // What could not be given back ends by itself.
      clock.advance(FakeSharedTier.LEASE);
    }
    assertThat(store.leases()).as("leases").isZero();
  }

  private static String text(Call call) {
    String body = UTF_8.decode(call.request().body()).toString();
    return TEXTS.stream().filter(body::contains).findFirst().orElseThrow();
  }
}
