package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleCache;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Reply;
import io.tidegate.quotas.Limits;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.QuotaTools;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.Subject;
import io.tidegate.routing.Fleet;
import io.tidegate.switches.Switches;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import io.tidegate.usage.Prices;
import io.tidegate.usage.UsageLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gateway's counts, where calls share their answers. */
class GatewaySharingTest {

  private final Fleet fleet = new Fleet();
  private final Gateway gateway =
      new Gateway(SampleCache.ofAll(fleet.clock()), fleet.admission(), fleet.router());
  private final List<Call> calls = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @BeforeEach
  void hasANode() {
    fleet.add("a", "chat");
  }

  @Test
  void countsEachOfThoseWhoShareUntilItsClientHasLeft() {
    ask(3, "chat");
    assertThat(fleet.upstream().attempts()).hasSize(1);
    assertThat(gateway.inFlight()).isEqualTo(3);

    leave(0);
    assertThat(gateway.inFlight()).isEqualTo(2);
    assertThat(gateway.underWay()).isOne();
    assertThat(fleet.upstream().last().cancelled()).isNull();
    fleet.upstream().last().complete();
    assertThat(gateway.inFlight()).as("their clients still read").isEqualTo(2);
    assertThat(gateway.underWay()).as("the node is done").isZero();
    leave(1);
    leave(2);

    assertThat(gateway.inFlight()).isZero();
  }

  @Test
  void letsTheNodeGoWhenAllClientsHaveLeft() {
    ask(3, "chat");

    for (int i = 0; i < 3; i++) {
      leave(i);
    }

    assertThat(fleet.upstream().last().cancelled().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
    assertThat(gateway.inFlight()).isZero();
    assertThat(gateway.underWay()).isZero();
  }

  @Test
  void cutsOffAllWhoShare() {
    ask(3, "chat");

    gateway.cutOff();

    assertThat(replies)
        .allSatisfy(
            reply ->
                assertThat(reply.answer().failure().code()).isEqualTo(ErrorCode.GATEWAY_STOPPING));
    assertThat(fleet.upstream().attempts()).hasSize(1);
    assertThat(gateway.inFlight()).isEqualTo(3);
    assertThat(gateway.underWay()).isZero();
  }

  @Test
  void remembersNothingOfACallThatRoutingRefused() {
    ask(1, "unheard-of");

    assertThat(replies.get(0).answer().failure().code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(gateway.inFlight()).isOne();
    leave(0);
    assertThat(gateway.inFlight()).isZero();
    assertThat(gateway.underWay()).isZero();
  }

  /** Or else each name that a client makes up could become a row of the bill. */
  @Test
  void thoseWhoShareARefusalOfWhatNobodyServesHaveNoBill() {
    Quotas quotas =
        new Quotas(
            new QuotaTools(
                QuotaShares.ALONE,
                Duration.ofMinutes(1),
                fleet.clock(),
                InstantSource.fixed(Instant.EPOCH)));
    Call first = fleet.call("made-up");
    quotas.set(Map.of(Subject.of(first.tenant()), new Limits(-1, 10_000, -1, -1, -1)));
    UsageLedger bills = new UsageLedger();
    Deque<Runnable> meanwhile = new ArrayDeque<>();
    InstantSource wall =
        () -> {
          if (!meanwhile.isEmpty()) {
            meanwhile.remove().run();
          }
          return Instant.EPOCH;
        };
    Gateway metered =
        new Gateway(
            SampleCache.ofAll(fleet.clock()),
            fleet.admission(),
            fleet.router(),
            Switches.off(),
            new CallMeter(quotas, bills, Prices.NONE, wall, tokens -> {}));
    meanwhile.add(() -> replies.add(metered.ask(fleet.call("made-up"))));

    metered.ask(first);

    assertThat(replies).extracting(Reply::source).containsExactly(Reply.Source.COLLAPSED);
    assertThat(bills.counted()).isEmpty();
  }

  @Test
  void losesCountOfNothingUnderThreads() throws Exception {
    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 300; i++) {
            Call call = fleet.call("chat");
            Reply reply = gateway.ask(call);
            reply.reader().close();
            gateway.left(call);
          }
        });

    assertThat(gateway.inFlight()).isZero();
    assertThat(gateway.underWay()).isZero();
  }

  private void ask(int count, String model) {
    for (int i = 0; i < count; i++) {
      Call call = fleet.call(model);
      calls.add(call);
      replies.add(gateway.ask(call));
    }
  }

  private void leave(int client) {
    replies.get(client).reader().close();
    gateway.left(calls.get(client));
  }
}
