package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.Outcomes;
import org.junit.jupiter.api.Test;

/** What a refusal of one call means for it, and that it means nothing for others. */
class RefusedCallsTest extends ScriptedNodes {

  private static void tooDear(FakeAttempt attempt) {
    attempt.end(Outcomes.refusedBy(Refuser.ACCOUNT, 402));
  }

  /** Two nodes of one account, called a and b. */
  private void shared() {
    fleet.add(NodeSketch.node("a", "m").withKey("sk-shared"));
    fleet.add(NodeSketch.node("b", "m").withKey("sk-shared"));
    nodes(0);
  }

  @Test
  void aCallThatIsTooDearForAnAccountIsToldSoAndTakesItFromNobody() {
    shared();
    answerBy(RefusedCallsTest::tooDear);
    Answer dear = fleet.ask(fleet.call("m"));
    assertThat(dear.head().status()).isEqualTo(402);
    assertThat(text(dear)).contains("The fake says 402.");
    assertThat(fleet.upstream().attempts()).as("one account is asked once").hasSize(1);

    answerBy(FakeAttempt::complete);
    for (Answer answer : ask(10, fleet.call("m"))) {
      assertThat(answer.head().status()).isEqualTo(200);
    }
  }

  @Test
  void aCallThatIsTooDearForAnAccountIsAskedOfAnother() {
    shared();
    fleet.add("other", "m");
    answerBy(RefusedCallsTest::tooDear);
    script("other", FakeAttempt::complete);

    for (Answer answer : ask(20, fleet.call("m"))) {
      assertThat(answer.head().status()).isEqualTo(200);
    }
    assertThat(asked("a") + asked("b")).as("the account stays").isGreaterThan(1);
  }
}
