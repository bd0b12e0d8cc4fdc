package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one node's refusal means for all nodes of its account. */
class AccountRoutingTest {

  private final Fleet fleet = new Fleet();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @AfterEach
  void nothingIsLost() {
    NothingLost.in(fleet);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402})
  void refusesAtOnceWhenEveryAccountIsOut(int status) {
    addShared();
    Answer first = fleet.ask("m");
    fleet.upstream().last().refuse(status, null);

    Answer second = fleet.ask("m");

    assertThat(first.failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    assertThat(second.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
    assertThat(fleet.upstream().attempts()).hasSize(1);
    assertThat(fleet.admission().waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402})
  void takesAllNodesOfAnAccountOutAndLetsOthersServe(int status) {
    addShared();
    fleet.add("other", "m");
    fleet.upstream().onStart(attempt -> answer(attempt, status));

    for (int i = 0; i < 30; i++) {
      assertThat(fleet.ask("m").failure()).isNull();
    }

    assertThat(refusals()).isEqualTo(1);
    assertThat(fleet.pool().nodes()).allMatch(Node::usable);
  }

  @Test
  void aBadKeyTakesNoNodeOfItsAccountOutThatHasAnother() {
    fleet.add(node("bad", "m").withAccount("team").withKey("sk-bad"));
    fleet.add(node("other", "m").withAccount("team").withKey("sk-good"));
    fleet.upstream().onStart(attempt -> answer(attempt, 401));

    for (int i = 0; i < 30; i++) {
      assertThat(fleet.ask("m").failure()).isNull();
    }

    assertThat(refusals()).isEqualTo(1);
  }

  @Test
  void aKeyThatIsNotGoodForOneThingIsGoodForTheOthers() {
    addShared();
    fleet.upstream().onStart(AccountRoutingTest::answerChatAlone);

    Answer embeddings = fleet.ask(SampleCalls.of(Operation.EMBEDDINGS, fleet.call("m")));

    assertThat(embeddings.head().status()).isEqualTo(403);
    for (int i = 0; i < 10; i++) {
      assertThat(fleet.ask("m").head().status()).isEqualTo(200);
    }
  }

  @Test
  void aNewKeyIsNotBlamedForWhatWasAskedWithTheOldOne() {
    fleet.add(node("one", "m").withAccount("team").withKey("sk-old"));
    fleet.ask("m");
    fleet.add(node("one", "m").withAccount("team").withKey("sk-new"));
    fleet.upstream().last().refuse(401, null);
    fleet.upstream().onStart(FakeAttempt::complete);

    assertThat(fleet.ask("m").failure()).isNull();
  }

  @Test
  void comesBackWithANewKey() {
    addShared();
    fleet.ask("m");
    fleet.upstream().last().refuse(401, null);
    assertThat(fleet.ask("m").failure()).isNotNull();

    fleet.add(node("one", "m").withKey("sk-new"));
    fleet
        .upstream()
        .onStart(
            attempt -> {
              if ("sk-new".equals(attempt.attempt().target().apiKey())) {
                attempt.complete();
              } else {
                attempt.refuse(401, null);
              }
            });

    for (int i = 0; i < 5; i++) {
      assertThat(fleet.ask("m").failure()).isNull();
    }
  }

  @Test
  void leavesAnAccountAloneForAsLongAsItsProviderAsked() {
    addShared();
    fleet.ask("m");
    fleet.upstream().last().refuse(429, Duration.ofSeconds(3));

    Answer next = fleet.ask("m");
    fleet.pass(Duration.ofMillis(2900));
    assertThat(fleet.upstream().attempts()).hasSize(1);
    assertThat(next.ended()).isFalse();
    fleet.pass(Duration.ofMillis(200));

    assertThat(fleet.upstream().attempts()).hasSize(2);
  }

  @Test
  void goesOnWithOtherAccounts() {
    addShared();
    fleet.ask("m");
    fleet.upstream().last().refuse(429, Duration.ofSeconds(3));
    fleet.add("other", "m");

    fleet.ask("m");

    assertThat(fleet.upstream().last().node()).isEqualTo("other");
  }

  @Test
  void goesOnWithOtherModels() {
    fleet.add(node("one", "m", "n").withKey("sk-shared"));
    fleet.add(node("two", "m", "n").withKey("sk-shared"));
    fleet.ask("m");
    fleet.upstream().last().refuse(429, Duration.ofSeconds(3));

    Answer other = fleet.ask("n");

    assertThat(fleet.upstream().attempts()).hasSize(2);
    fleet.upstream().last().complete();
    assertThat(other.failure()).isNull();
  }

  @Test
  void staysOpenWhenANodeIsOverloaded() {
    addShared();
    fleet.ask("m");

    fleet.upstream().last().refuse(503, Duration.ofSeconds(3));

    assertThat(fleet.upstream().asked()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void learnsHowManyCallsAnAccountTakesOverAllItsNodes() {
    addShared();
    List<FakeAttempt> attempts = fleet.upstream().attempts();
    for (int i = 0; i < 20; i++) {
      fleet.ask("m");
    }

    attempts.get(19).refuse(429, Duration.ofMillis(100));
    fleet.pass(Duration.ofMillis(200));
    fleet.ask("m");

    assertThat(attempts).hasSize(20);
    attempts.get(0).complete();
    attempts.get(1).complete();
    assertThat(attempts).hasSize(21);
  }

  private void addShared() {
    fleet.add(node("one", "m").withKey("sk-shared"));
    fleet.add(node("two", "m").withKey("sk-shared"));
  }

  private static void answer(FakeAttempt attempt, int status) {
    if (attempt.node().equals("other")) {
      attempt.complete();
    } else {
      attempt.refuse(status, null);
    }
  }

  private static void answerChatAlone(FakeAttempt attempt) {
    if (attempt.attempt().call().operation() == Operation.CHAT) {
      attempt.complete();
    } else {
      attempt.refuse(403, null);
    }
  }

  private long refusals() {
    return fleet.upstream().asked().stream().filter(node -> !node.equals("other")).count();
  }
}
