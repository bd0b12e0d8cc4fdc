package io.tidegate.cache.flights;

import static io.tidegate.cache.SampleQuestions.plain;
import static io.tidegate.cache.SampleQuestions.stream;
import static io.tidegate.cache.SampleQuestions.urgent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.flights.FakeSource.Fetch;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Reply;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who ask the same get the answer that one of them began. */
class FlightTest {

  private static final String LONG = "x".repeat(CachingServer.MAX_ENTRY / 2);

  private final ManualClock clock = new ManualClock();
  private final CachingServer server =
      new CachingServer(World.at(clock, new Random(1)), "a", null, 0);
  private final FakeSource nodes = server.nodes;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void asksANodeOnceForManyWhoWantThePlainAnswer() {
    List<Client> clients = many(false, 100);
    assertThat(nodes.fetches()).hasSize(1);

    nodes.last().complete("42");

    assertThat(clients).allMatch(Client::served);
    assertThat(clients.stream().map(Client::text).distinct()).hasSize(1);
    assertThat(clients.get(99).text()).contains("\"42\"");
    assertAllForgottenAfter(clients);
  }

  @Test
  void asksANodeOnceForManyStreamsEvenThoseThatComeAfterTheThirdEvent() {
    List<Client> clients = many(true, 100);
    nodes.last().event().event().event();
    clients.add(server.ask(stream("q")));
    clients.add(server.ask(stream("q")));
    assertThat(clients.get(100).text()).isEqualTo(clients.get(0).text()).contains("event 3");

    nodes.last().event().complete("the end");

    assertThat(nodes.fetches()).hasSize(1);
    assertThat(clients).allMatch(Client::served);
    assertThat(clients.stream().map(Client::text).distinct()).hasSize(1);
    assertThat(clients.get(0).text()).contains("event 4", "the end", "[DONE]");
    assertAllForgottenAfter(clients);
  }

  @Test
  void tellsEachHowItsAnswerCameAbout() {
    List<Client> clients = many(false, 3);
    nodes.last().complete("42");
    clients.add(server.ask(plain("q")));

    assertThat(clients.stream().map(client -> client.reply.source()))
        .containsExactly(
            Reply.Source.MISS, Reply.Source.COLLAPSED, Reply.Source.COLLAPSED, Reply.Source.HIT);
    assertThat(server.metrics.count(Metric.CACHE_COLLAPSED)).isEqualTo(2);
    assertAllForgottenAfter(clients);
  }

  @Test
  void goesOnWhenTheOneLeavesWhoAskedFirst() {
    List<Client> clients = many(true, 10);
    nodes.last().event().event().event();

    clients.remove(0).leave();
    assertThat(nodes.last().abandoned()).isFalse();
    nodes.last().complete("the end");

    assertThat(clients).allMatch(Client::served);
    assertThat(clients.stream().map(Client::text).distinct()).hasSize(1);
    assertThat(server.ask(stream("q")).reply.source()).isEqualTo(Reply.Source.HIT);
    assertAllForgottenAfter(clients);
  }

  @Test
  void letsTheNodeGoWhenAllHaveLeftAndKeepsNothing() {
    List<Client> clients = many(true, 5);
    nodes.last().event();

    clients.forEach(Client::leave);

    assertThat(nodes.last().abandoned()).isTrue();
    assertThat(nodes.untold()).isEmpty();
    assertThat(server.cache.remembered()).isZero();
    assertThat(server.ask(stream("q")).reply.source()).isEqualTo(Reply.Source.MISS);
    assertThat(nodes.fetches()).hasSize(2);
  }

  @Test
  void letsTheNodeGoWhenTheOnlyOneLeavesBeforeAnyContent() {
    server.ask(plain("q")).leave();

    assertThat(nodes.last().abandoned()).isTrue();
    assertThat(nodes.untold()).isEmpty();
    assertThat(server.cache.remembered()).isZero();
  }

  @Test
  void asksOnceMoreAfterTheAnswerWasTooLongToKeepAndGivesItToItsReaders() {
    List<Client> clients = many(true, 3);
    nodes.last().say(LONG).say(LONG).say(LONG);

    Client late = server.ask(stream("q"));
    assertThat(late.reply.source()).isEqualTo(Reply.Source.MISS);
    assertThat(nodes.fetches()).hasSize(2);
    nodes.fetches().get(0).complete("the end");

    assertThat(clients).allMatch(Client::served);
    assertThat(clients).allMatch(client -> client.text().length() > CachingServer.MAX_ENTRY);
    clients.add(late);
    nodes.last().complete("short");
    assertThat(late.served()).isTrue();
    assertAllForgottenAfter(clients);
  }

  @Test
  void keepsNoAnswerThatIsTooLong() {
    Client client = server.ask(plain("q"));
    nodes.last().complete(LONG.repeat(3));

    assertThat(client.served()).isTrue();
    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void endsALongAnswerWhoseReadersHaveLeft() {
    List<Client> clients = many(true, 2);
    nodes.last().say(LONG).say(LONG).say(LONG);

    clients.forEach(Client::leave);

    assertThat(nodes.last().abandoned()).isTrue();
    assertThat(nodes.untold()).isEmpty();
    assertThat(server.cache.remembered()).isZero();
  }

  @Test
  void letsTheWriterGoOnForASlowReaderWithinTheCapAndNoFurther() {
    List<Client> clients = many(true, 2);
    Fetch fetch = nodes.last();
    fetch.event();
    long written = clients.get(0).text().length();
    assertThat(fetch.drained).as("nobody's pace matters yet").hasValue(written);

    fetch.say(LONG).say(LONG).say(LONG);
    clients.get(0).text();
    assertThat(fetch.drained.get())
        .as("the other has taken nothing")
        .isLessThan(CachingServer.MAX_ENTRY);
    clients.get(1).text();

    assertThat(fetch.drained).hasValue(clients.get(1).text().length());
    fetch.complete("the end");
    assertThat(clients).allMatch(Client::served);
    assertAllForgottenAfter(clients);
  }

  @Test
  void doesNotLetTheUrgentWaitForTheUnhurried() {
    Client low = server.ask(urgent("q", Priority.LOW));
    Client high = server.ask(urgent("q", Priority.HIGH));
    Client normal = server.ask(urgent("q", Priority.NORMAL));

    assertThat(nodes.fetches())
        .extracting(fetch -> fetch.call.terms().priority())
        .containsExactly(Priority.LOW, Priority.HIGH);
    assertThat(normal.reply.source()).isEqualTo(Reply.Source.COLLAPSED);
    nodes.fetches().get(1).complete("42");
    assertThat(List.of(high, normal)).allMatch(Client::served);
    nodes.fetches().get(0).complete("42");
    assertThat(low.served()).isTrue();
    assertAllForgottenAfter(List.of(low, high, normal));
  }

  @Test
  void givesAStreamsAnswerToOneWhoWantsItPlain() {
    Client stream = server.ask(stream("q"));
    Client plain = server.ask(plain("q"));
    nodes.last().event().complete(" and the end");

    assertThat(nodes.fetches()).hasSize(1);
    assertThat(plain.reply.source()).isEqualTo(Reply.Source.COLLAPSED);
    assertThat(plain.served()).isTrue();
    assertThat(plain.text()).startsWith("{").contains("event 1 and the end", "\"stop\"");
    assertThat(plain.answer().head().contentType()).isEqualTo("application/json");
    assertAllForgottenAfter(List.of(stream, plain));
  }

  @Test
  void asksOnceMoreForAllWhoWantAnotherShapeThatTheAnswerCannotTake() {
    List<Client> streams = many(true, 3);
    List<Client> plains = many(false, 5);
    nodes.last().complete("cut", "length");

    assertThat(streams).allMatch(Client::served);
    assertThat(nodes.fetches()).hasSize(2);
    assertThat(nodes.last().call.stream()).isFalse();
    nodes.last().complete("cut", "length");

    assertThat(plains).allMatch(Client::served);
    streams.addAll(plains);
    assertAllForgottenAfter(streams);
  }

  @Test
  void asksForThoseOfAnotherShapeAsSoonAsTheAnswerIsTooLongForThem() {
    Client stream = server.ask(stream("q"));
    Client plain = server.ask(plain("q"));
    nodes.last().say(LONG).say(LONG).say(LONG);
    assertThat(nodes.fetches()).hasSize(2);

    stream.leave();
    assertThat(nodes.fetches().get(0).abandoned()).as("nobody reads the stream").isTrue();
    assertThat(nodes.fetches().get(1).abandoned()).isFalse();
    nodes.last().complete("42");

    assertThat(plain.served()).isTrue();
    assertAllForgottenAfter(List.of(plain));
  }

  @Test
  void failsThoseOfAnotherShapeAlike() {
    Client stream = server.ask(stream("q"));
    Client plain = server.ask(plain("q"));
    nodes.last().event().fail(ErrorCode.UPSTREAM_FAILED);

    assertThat(stream.failure()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(plain.failure()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertAllForgottenAfter(List.of(stream, plain));
  }

  @Test
  void endsARelayedAnswerWhoseReadersHaveLeft() {
    Client stream = server.ask(stream("q"));
    Client plain = server.ask(plain("q"));
    nodes.last().complete("cut", "length");

    plain.leave();

    assertThat(nodes.last().abandoned()).isTrue();
    assertAllForgottenAfter(List.of(stream));
  }

  @Test
  void asksForTheShapeThatTheOthersReadWhenOneOfAnotherShapeTries() {
    Client stream = server.ask(stream("q"));
    Client plain = server.ask(plain("q"));
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(nodes.fetches()).hasSize(2);
    assertThat(nodes.last().call.request()).isSameAs(stream.call.request());
    assertThat(nodes.last().call.id()).isEqualTo(plain.call.id());
    nodes.last().complete("42");
    assertThat(List.of(stream, plain)).allMatch(Client::served);
    assertAllForgottenAfter(List.of(stream, plain));
  }

  @Test
  void asksUntilItsOwnDeadlineForItOutlivesItsCallers() {
    Client client = server.ask(plain("q"));

    assertThat(nodes.last().call.deadline().remaining(clock.getAsLong()))
        .isEqualTo(Duration.ofMinutes(10).toNanos());
    assertThat(nodes.last().call.id()).isEqualTo(client.call.id());
  }

  private List<Client> many(boolean stream, int count) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(server.ask(stream ? stream("q") : plain("q")));
    }
    return clients;
  }

  private void assertAllForgottenAfter(List<Client> clients) {
    clients.forEach(Client::leave);
    assertThat(server.cache.remembered()).isZero();
    assertThat(nodes.untold()).isEmpty();
  }
}
