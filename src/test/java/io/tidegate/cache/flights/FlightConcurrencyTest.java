package io.tidegate.cache.flights;

import static io.tidegate.cache.SampleQuestions.plain;
import static io.tidegate.cache.SampleQuestions.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.flights.FakeSource.Fetch;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.cache.tiers.FakeSharedTier;
import io.tidegate.cache.tiers.FakeSharedTier.Mode;
import io.tidegate.cache.tiers.FakeSharedTier.Step;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Laws of shared answers that must hold whatever threads do at the same time. */
class FlightConcurrencyTest {

  private static final int THREADS = 4;

  private final ManualClock clock = new ManualClock();
  private final long seed = new Random().nextLong();
  private final World world = World.at(clock, new Random(seed));
  private final FakeSharedTier.Store store = new FakeSharedTier.Store(clock);
  private final CachingServer a = server("a");
  private final CachingServer b = server("b");

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock, "seed " + seed);

  private CachingServer server(String name) {
    return new CachingServer(world, name, new FakeSharedTier(store, name), 0);
  }

  @Test
  void asksOnceEvenThoseWhoComeJustWhenTheAnswerIsComplete() throws Exception {
    a.nodes.onFetch(fetch -> fetch.complete("42"));
    int questions = 300;
    Queue<Client> clients = new ConcurrentLinkedQueue<>();

    StartGate.run(
        THREADS,
        thread -> {
          for (int i = 0; i < questions; i++) {
            clients.add(a.ask(plain("question " + i)));
          }
        });

    assertThat(a.nodes.fetches()).hasSize(questions);
    assertThat(clients).hasSize(THREADS * questions).allMatch(Client::served);
    clients.forEach(Client::leave);
    assertNothingIsLeft();
  }

  @Test
  void servesOrTellsEveryoneWhoStays() throws Exception {
    Queue<Client> stayed = new ConcurrentLinkedQueue<>();
    AtomicInteger asking = new AtomicInteger(THREADS - 1);

    StartGate.run(
        THREADS,
        thread -> {
          Random random = new Random(seed + thread);
          if (thread > 0) {
            askAndLeave(random, stayed);
            asking.decrementAndGet();
          } else {
            while (asking.get() > 0) {
              beat();
              live().forEach(fetch -> speak(fetch, random));
            }
          }
        });
    for (int i = 0; i < 200; i++) {
      live().forEach(fetch -> fetch.complete("42"));
      beat();
    }

    assertThat(stayed).isNotEmpty();
    assertThat(stayed).allMatch(client -> client.served() || client.failure() != null);
    stayed.forEach(Client::leave);
    assertNothingIsLeft();
  }

  @Test
  void letsTheNodesGoWhenEveryoneLeaves() throws Exception {
    StartGate.run(
        THREADS,
        thread -> {
          for (int i = 0; i < 1_000; i++) {
            Client client = a.ask(i % 2 == 0 ? stream("q") : plain("q"));
            client.leave();
          }
        });

    assertThat(a.nodes.fetches()).allMatch(Fetch::ended).allMatch(Fetch::abandoned);
    assertNothingIsLeft();
  }

  @Test
  void asksForWhoComesJustWhenTheOnlyOneLeavesAndTheSearchEnds() throws Exception {
    FakeSharedTier tier = new FakeSharedTier(store, "c");
    CachingServer c = new CachingServer(world, "c", tier, 0);
    Phaser start = new Phaser(2);
    Client[] first = new Client[1];
    int rounds = 4_000;
    StartGate.run(
        2,
        thread -> {
          Random pause = new Random(seed);
          for (int i = 0; i < rounds; i++) {
            String text = "round " + i;
            if (thread == 0) {
              start.arriveAndAwaitAdvance();
              first[0].leave();
              start.arriveAndAwaitAdvance();
            } else {
              tier.set(Step.LEASE, Mode.HANGS);
              first[0] = c.ask(plain(text));
              tier.set(Step.LEASE, Mode.WORKS);
              start.arriveAndAwaitAdvance();
              spin(pause.nextInt(400));
              tier.goOn();
              Client next = c.ask(plain(text));
              start.arriveAndAwaitAdvance();
              assertThat(live(c)).as("round %d", i).hasSize(1);
              next.leave();
            }
          }
        });
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  private void askAndLeave(Random random, Queue<Client> stayed) {
    for (int i = 0; i < 1_500; i++) {
      CachingServer server = random.nextBoolean() ? a : b;
      String text = "question " + i / 10;
      Call call = random.nextInt(4) == 0 ? plain(text) : stream(text);
      Client client = server.ask(call);
      if (random.nextBoolean()) {
        client.leave();
      } else {
        stayed.add(client);
      }
    }
  }

  private static void speak(Fetch fetch, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> fetch.fail(ErrorCode.UPSTREAM_BUSY);
      case 1 -> fetch.complete("42");
      case 2 -> fetch.complete("42", "length");
      case 3 -> fetch.say("long".repeat(CachingServer.MAX_ENTRY / 8));
      default -> fetch.event();
    }
  }

  private List<Fetch> live() {
    return List.of(a, b).stream().flatMap(server -> live(server).stream()).toList();
  }

  private static List<Fetch> live(CachingServer server) {
    return server.nodes.fetches().stream().filter(fetch -> !fetch.ended()).toList();
  }

  private void beat() {
    clock.advance(Duration.ofMillis(100));
    a.cache.tick();
    b.cache.tick();
  }

  private void assertNothingIsLeft() {
    for (CachingServer server : List.of(a, b)) {
      assertThat(server.cache.remembered()).isZero();
      assertThat(server.memory.held()).isZero();
      assertThat(server.nodes.untold()).isEmpty();
    }
    assertThat(store.leases()).isZero();
  }
}
