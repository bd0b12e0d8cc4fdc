package io.tidegate.cache.flights;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleQuestions;
import io.tidegate.cache.answer.Shape;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those get who share an answer with somebody whose own quota is used up. */
class OwnLimitsTest {

  private final ManualClock clock = new ManualClock();
  private final CachingServer server =
      new CachingServer(World.at(clock, new Random(1)), "a", null, 0);
  private final FakeSource nodes = server.nodes;

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void goesOnPastKeysWhoseQuotaIsUsedUpAndThenLetsOneMoreTryAsEver() {
    List<Client> clients = by("a", "a", "b", "c", "c");
    nodes.last().fail(ErrorCode.QUOTA_EXCEEDED);
    nodes.last().fail(ErrorCode.QUOTA_EXCEEDED);
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);
    nodes.last().complete("42");

    assertThat(nodes.fetches())
        .extracting(fetch -> fetch.call.id())
        .containsExactlyElementsOf(
            Stream.of(0, 2, 3, 4).map(asked -> clients.get(asked).call.id()).toList());
    assertThat(clients).allMatch(Client::served);
    assertAllForgottenAfter(clients);
  }

  @Test
  void doesNotAskForWhoseQuotaIsUsedUpAfterAnotherFailureEither() {
    List<Client> clients = by("a", "b", "a");
    nodes.last().fail(ErrorCode.QUOTA_EXCEEDED);
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);

    assertThat(nodes.fetches()).hasSize(2);
    assertThat(clients).extracting(Client::failure).containsOnly(ErrorCode.UPSTREAM_BUSY);
    assertAllForgottenAfter(clients);
  }

  @Test
  void tellsAllWhatWasNotOfOneKeyWhereTheNextOneMeetsALimitOfItsOwn() {
    List<Client> clients = by("a", "b");
    nodes.last().fail(ErrorCode.UPSTREAM_BUSY);
    nodes.last().fail(ErrorCode.QUOTA_EXCEEDED);

    assertThat(nodes.fetches()).hasSize(2);
    assertThat(clients).extracting(Client::failure).containsOnly(ErrorCode.UPSTREAM_BUSY);
    assertAllForgottenAfter(clients);
  }

  @Test
  void refusesAllWhenEachKeyHasMetALimitOfItsOwn() {
    List<Client> clients = by("a", "b", "a", "b", "c");
    nodes.onFetch(fetch -> fetch.fail(ErrorCode.TENANT_REFUSED));
    nodes.last().fail(ErrorCode.QUOTA_EXCEEDED);

    assertThat(nodes.fetches()).hasSize(3);
    assertThat(clients).extracting(Client::failure).containsOnly(ErrorCode.TENANT_REFUSED);
    assertAllForgottenAfter(clients);
  }

  @Test
  void refusesAtOnceWhoAsksAlone() {
    nodes.onFetch(fetch -> fetch.fail(ErrorCode.QUOTA_EXCEEDED));

    List<Client> alone = by("a");

    assertThat(alone).extracting(Client::failure).containsOnly(ErrorCode.QUOTA_EXCEEDED);
    assertThat(nodes.fetches()).hasSize(1);
    assertAllForgottenAfter(alone);
  }

  @Test
  void goesOnHoweverManyKeysAreRefusedAtOnce() {
    List<Client> clients =
        by(IntStream.range(0, 3_000).mapToObj(i -> "key" + i).toArray(String[]::new));
    nodes.onFetch(fetch -> fetch.fail(ErrorCode.QUOTA_EXCEEDED));
    nodes.last().fail(ErrorCode.QUOTA_EXCEEDED);

    assertThat(nodes.fetches()).hasSize(3_000);
    assertThat(clients).extracting(Client::failure).containsOnly(ErrorCode.QUOTA_EXCEEDED);
  }

  private List<Client> by(String... keys) {
    return Stream.of(keys)
        .map(key -> Terms.DEFAULT.by(new KeyId(key)))
        .map(terms -> SampleQuestions.call("q", Shape.STREAM_WITH_USAGE, terms))
        .map(server::ask)
        .toList();
  }

  private void assertAllForgottenAfter(List<Client> clients) {
    clients.forEach(Client::leave);
    assertThat(server.cache.remembered()).isZero();
    assertThat(nodes.untold()).isEmpty();
  }
}
