package io.tidegate.cache.flights;

import static io.tidegate.cache.SampleQuestions.plain;
import static io.tidegate.cache.SampleQuestions.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleQuestions;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Stored;
import io.tidegate.metrics.Metric;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What those get who share an answer that fails. */
class FlightFailureTest {

  private final ManualClock clock = new ManualClock();
  private final CachingServer server =
      new CachingServer(World.at(clock, new Random(1)), "a", null, 0);
  private final FakeSource nodes = server.nodes;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void letsOneOfTheOthersTryOnceWhenNothingHasCome() {
    List<Client> clients = many(4);
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);
    assertThat(nodes.fetches()).hasSize(2);
    assertThat(nodes.fetches().get(0).left()).isTrue();
    assertThat(nodes.last().call.id()).isEqualTo(clients.get(1).call.id());

    clients.add(server.ask(stream("q")));
    nodes.last().event().complete("42");

    assertThat(nodes.fetches()).hasSize(2);
    assertThat(clients).allMatch(Client::served);
    assertThat(clients.stream().map(Client::text).distinct()).hasSize(1);
    assertAllForgottenAfter(clients);
  }

  @Test
  void failsForAllAlikeWhenTheOtherFailsToo() {
    List<Client> clients = many(4);
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);
    nodes.last().fail(ErrorCode.QUEUE_TIMEOUT);

    assertThat(nodes.fetches()).hasSize(2);
    assertThat(clients).extracting(Client::failure).containsOnly(ErrorCode.QUEUE_TIMEOUT);
    assertAllForgottenAfter(clients);
  }

  @Test
  void failsForAllAlikeWhenNodesRefuseAtOnce() {
    nodes.onFetch(fetch -> fetch.fail(ErrorCode.NO_NODE_AVAILABLE));

    Client client = server.ask(stream("q"));

    assertThat(client.failure()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(nodes.fetches()).hasSize(1);
    assertAllForgottenAfter(List.of(client));
  }

  @Test
  void letsNobodyTryAgainWhoHasTriedAlready() {
    Client alone = server.ask(stream("q"));
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(alone.failure()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(nodes.fetches()).hasSize(1);
    assertAllForgottenAfter(List.of(alone));
  }

  @Test
  void letsTheOtherTryWhenTheFirstHasLeft() {
    List<Client> clients = many(2);
    clients.remove(0).leave();
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(nodes.fetches()).hasSize(2);
    nodes.last().complete("42");
    assertThat(clients).allMatch(Client::served);
    assertAllForgottenAfter(clients);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"INVALID_VALUE", "MODEL_NOT_FOUND", "DEADLINE_UNREACHABLE", "GATEWAY_STOPPING"})
  void letsNobodyTryAgainAfterAMistakeOrWhenTheGatewayStops(ErrorCode code) {
    List<Client> clients = many(3);
    nodes.last().fail(code);

    assertThat(nodes.fetches()).hasSize(1);
    assertThat(clients).extracting(Client::failure).containsOnly(code);
    assertAllForgottenAfter(clients);
  }

  @Test
  void givesANodesVerdictToAllAndKeepsItNot() {
    List<Client> clients = many(3);
    nodes.last().refuse(400);

    assertThat(clients).allMatch(client -> client.answer().head().status() == 400);
    assertThat(clients).allMatch(Client::served);
    assertThat(server.ask(stream("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void failsForAllAlikeAfterContentAndKeepsNothing() {
    List<Client> clients = many(3);
    nodes.last().event().event().fail(ErrorCode.UPSTREAM_FAILED);

    assertThat(nodes.fetches()).hasSize(1);
    assertThat(clients).extracting(Client::failure).containsOnly(ErrorCode.UPSTREAM_FAILED);
    assertThat(clients.stream().map(Client::text).distinct()).hasSize(1);
    assertAllForgottenAfter(clients);
    assertThat(server.ask(stream("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void keepsNoAnswerOfAnotherModel() {
    Client client = server.ask(plain("q"));
    nodes.last().by("deepseek-small").complete("42");

    assertThat(client.served()).isTrue();
    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @Test
  void keepsNoAnswerThatWasCut() {
    server.ask(plain("q"));
    nodes.last().complete("42", "length");

    assertThat(server.ask(plain("q")).reply.source()).isEqualTo(Reply.Source.MISS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e-99999999999"})
  void passesAnAnswerOnThatCannotBeReadAndKeepsItNot(String number) {
    List<Client> clients = List.of(server.ask(plain("q")), server.ask(plain("q")));
    List<Client> told = new ArrayList<>();
    clients.forEach(client -> client.reply.reader().listen(() -> told.add(client)));
    Answer answer = nodes.last().answer;
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "node", 1, 5));
    answer.append(("{\"choices\":[],\"odd\":" + number + "}").getBytes(UTF_8));
    answer.complete(FakeSource.USAGE);

    assertThat(told).containsAll(clients);
    assertThat(clients).allMatch(Client::served);
    Client next = server.ask(plain("q"));
    assertThat(next.reply.source()).isEqualTo(Reply.Source.MISS);
    next.leave();
    assertAllForgottenAfter(clients);
  }

  @Test
  void givesAStaleAnswerInsteadOfAFailureInsideItsWindow() {
    learn();
    clock.advance(CachingServer.POLICY.ttl().plus(Duration.ofMinutes(19)));

    List<Client> clients = many(3);
    nodes.last().fail(ErrorCode.NO_NODE_AVAILABLE);

    assertThat(nodes.fetches()).as("no other has to try").hasSize(2);
    assertThat(clients).allMatch(Client::served);
    assertThat(clients).allMatch(client -> client.text().contains("learned"));
    assertThat(clients.get(2).answer().head().stored())
        .isEqualTo(new Stored(Stored.Level.L1, 49 * 60, -19 * 60, Stored.Staleness.IF_ERROR));
    assertThat(server.metrics.count(Metric.CACHE_STALE, "if-error")).isOne();
    assertAllForgottenAfter(clients);
  }

  @Test
  void givesNoStaleAnswerOutsideItsWindow() {
    learn();
    clock.advance(CachingServer.POLICY.ttl().plus(CachingServer.POLICY.ifError()));

    Client client = server.ask(stream("q"));
    nodes.last().fail(ErrorCode.NO_NODE_AVAILABLE);

    assertThat(client.failure()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertAllForgottenAfter(List.of(client));
  }

  @Test
  void givesNoStaleAnswerForAMistakeOrToOneWhoWantsANewOne() {
    learn();
    clock.advance(CachingServer.POLICY.ttl().plus(Duration.ofMinutes(5)));
    Client mistaken = server.ask(stream("q"));
    nodes.last().fail(ErrorCode.INVALID_VALUE);
    Client demanding = server.ask(plain("q", SampleQuestions.NO_CACHE));
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(mistaken.failure()).isEqualTo(ErrorCode.INVALID_VALUE);
    assertThat(demanding.failure()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertAllForgottenAfter(List.of(mistaken, demanding));
  }

  @Test
  void asksANodeAgainAfterAStaleAnswer() {
    learn();
    clock.advance(CachingServer.POLICY.ttl().plus(Duration.ofMinutes(5)));
    server.ask(stream("q"));
    nodes.last().fail(ErrorCode.NO_NODE_AVAILABLE);

    Client next = server.ask(stream("q"));
    nodes.last().complete("new");

    assertThat(nodes.fetches()).hasSize(3);
    assertThat(next.text()).contains("new");
  }

  private void learn() {
    Client first = server.ask(stream("q"));
    nodes.last().complete("learned");
    first.leave();
  }

  private List<Client> many(int count) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(server.ask(stream("q")));
    }
    return clients;
  }

  private void assertAllForgottenAfter(List<Client> clients) {
    clients.forEach(Client::leave);
    assertThat(server.cache.remembered()).isZero();
    assertThat(nodes.untold()).isEmpty();
  }
}
