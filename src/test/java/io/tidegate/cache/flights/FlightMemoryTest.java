package io.tidegate.cache.flights;

import static io.tidegate.cache.SampleQuestions.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is taken down for the cache holds memory, and does without where there is none. */
class FlightMemoryTest {

  private static final String LARGE = "x".repeat(CachingServer.MAX_ENTRY / 4);

  private final CachingServer server =
      new CachingServer(World.at(new ManualClock(), new Random(1)), "a", null, 0);

  @Test
  void anAnswerUnderWayHoldsMemoryUntilItsEnd() {
    Client client = server.ask(stream("q"));
    server.nodes.last().say(LARGE).say(LARGE);
    assertThat(server.memory.held(Use.CAPTURES)).isGreaterThan(2L * LARGE.length());

    server.nodes.last().complete("the end");

    assertThat(server.memory.held()).isZero();
    assertThat(client.served()).isTrue();
    assertThat(server.ask(stream("q")).reply.source()).isEqualTo(Reply.Source.HIT);
  }

  @Test
  void anAnswerThatNobodyWantsGivesItsMemoryBack() {
    Client client = server.ask(stream("q"));
    server.nodes.last().say(LARGE);

    client.leave();

    assertThat(server.memory.held()).isZero();
  }

  @Test
  void withoutMemoryAnAnswerGoesOnAloneAndItsReadersSetThePace() {
    Client first = server.ask(stream("q"));
    List<Reservation> others = takeAll();
    server.nodes.last().event();
    long drained = server.nodes.last().drained.get();
    server.nodes.last().say(LARGE);

    assertThat(server.nodes.last().drained).as("the client has taken nothing").hasValue(drained);
    Client late = server.ask(stream("q"));
    assertThat(late.reply.source()).as("nobody joins").isEqualTo(Reply.Source.MISS);
    server.nodes.fetches().get(0).complete("the end");
    assertThat(first.served()).isTrue();
    others.forEach(Reservation::close);
    late.leave();
    first.leave();

    assertThat(server.memory.held()).isZero();
    assertThat(server.cache.remembered()).isZero();
  }

  @Test
  void hundredsOfLargeAnswersHoldNoMoreThanTheirHalf() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      clients.add(server.ask(stream("question " + i)));
      server.nodes.last().say(LARGE).say(LARGE).say(LARGE);
      assertThat(server.memory.held()).isLessThanOrEqualTo(CachingServer.MEMORY / 2);
    }
    server.nodes.fetches().forEach(fetch -> fetch.complete("the end"));

    assertThat(clients).allMatch(Client::served);
    assertThat(server.memory.held()).isZero();
  }

  private List<Reservation> takeAll() {
    List<Reservation> all = new ArrayList<>();
    Reservation next;
    do {
      next = server.memory.open(new TenantId("others"), Use.CAPTURES);
      all.add(next);
    } while (next.take(4096));
    return all;
  }
}
