package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.Outcomes;
import io.tidegate.testing.SampleCalls;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a refusal of one call means for it, and that it means nothing for others. */
class RefusedCallsTest extends ScriptedNodes {

  private static void tooDear(FakeAttempt attempt) {
    attempt.end(Outcomes.refusedBy(Refuser.ACCOUNT, 402));
  }

  private static void tooLarge(FakeAttempt attempt) {
    attempt.end(Outcomes.refusedBy(Refuser.ACCOUNT, 413));
  }

  private static void tooLargeForTheNode(FakeAttempt attempt) {
    attempt.end(Outcomes.refusedBy(Refuser.NODE, 413));
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

  @Test
  void aCallBeyondAnAccountsLimitMovesNoLimitAndGivesNobodyARest() {
    shared();
    answerBy(FakeAttempt::begin);
    List<Answer> others = ask(10, fleet.call("m"));
    answerBy(RefusedCallsTest::tooLarge);
    for (Answer large : ask(5, fleet.call("m"))) {
      assertThat(large.head().status()).isEqualTo(413);
    }
    answerBy(FakeAttempt::begin);
    others.addAll(ask(10, fleet.call("m")));

    assertThat(running()).as("all at once").hasSize(20);
    running().forEach(FakeAttempt::complete);
    assertThat(others).allMatch(answer -> answer.head().status() == 200);
    assertThat(open()).isEmpty();
  }

  @Test
  void aCallThatIsTooLargeForANodeIsAskedOfAnotherAlsoOfItsAccount() {
    shared();
    script("a", RefusedCallsTest::tooLargeForTheNode);
    script("b", FakeAttempt::complete);

    for (Answer answer : ask(40, fleet.call("m"))) {
      assertThat(answer.head().status()).isEqualTo(200);
    }
    assertThat(asked("a")).as("it is left out of nothing").isGreaterThan(5);
    assertThat(ejected()).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void aCallThatIsTooLargeForEveryNodeIsToldSoByTheLast() {
    nodes(3);
    answerBy(RefusedCallsTest::tooLargeForTheNode);

    Answer large = fleet.ask(fleet.call("m"));
    fleet.pass(SECOND);

    assertThat(fleet.upstream().asked()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(large.head().status()).isEqualTo(413);
    assertThat(text(large)).contains("The fake says 413.");
  }

  private void assertSpendsFewRetries(String tenant, int status) {
    for (Answer refused : ask(20, SampleCalls.by(tenant, fleet.call("m")))) {
      assertThat(refused.head().status()).isEqualTo(status);
    }
    assertThat(fleet.upstream().attempts()).as("three are asked of both").hasSize(23);
  }

  @Test
  void callsThatAreTooDearForAllSpendFewRetries() {
    nodes(2);
    answerBy(RefusedCallsTest::tooDear);
    assertSpendsFewRetries("dear", 402);
  }

  @Test
  void callsThatNobodyTakesSpendFewRetriesAndNoneOfOthers() {
    nodes(2);
    answerBy(RefusedCallsTest::tooLargeForTheNode);
    assertSpendsFewRetries("large", 413);

    ask(1, SampleCalls.by("other", fleet.call("m")));
    assertThat(fleet.upstream().attempts()).as("another tenant").hasSize(25);
    script("a", attempt -> attempt.refuse(500, null));
    script("b", FakeAttempt::complete);
    for (Answer answer : ask(4, SampleCalls.by("large", fleet.call("m")))) {
      assertThat(answer.head().status()).as("failures are none of it").isEqualTo(200);
    }
  }
}
