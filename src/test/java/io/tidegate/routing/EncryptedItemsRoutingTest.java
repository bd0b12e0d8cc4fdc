package io.tidegate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.ErrorText;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Row 12: calls that hold what one account has encrypted go to that account. */
class EncryptedItemsRoutingTest extends ScriptedNodes {

  private static final int MANY = 12;

  private Call call(String... encrypted) {
    StringBuilder items = new StringBuilder();
    for (String text : encrypted) {
      items.append("{\"type\":\"reasoning\",\"encrypted_content\":\"%s\"},".formatted(text));
    }
    String body = "{\"model\":\"m\",\"input\":[%s{\"role\":\"user\"}]}".formatted(items);
    return SampleCalls.of(Operation.RESPONSES, fleet.call("m"))
        .asking(Dialects.parse(body.getBytes(UTF_8), Operation.RESPONSES));
  }

  /** Has {@code node} answer a call by what it has encrypted as {@code text}. */
  private void made(String node, String text) {
    made(node, call(), call(text).request().facts().encrypted());
  }

  /** Has {@code node} answer a call like {@code asked} by what has {@code marks}. */
  private void made(String node, Call asked, List<String> marks) {
    answerBy(FakeAttempt::begin);
    ask(MANY, asked);
    while (!running().isEmpty()) {
      for (FakeAttempt attempt : running()) {
        if (attempt.node().equals(node)) {
          attempt.encrypt(marks);
        }
        attempt.complete();
      }
    }
  }

  private static Outcome unreadable() {
    return new Outcome(
        Kind.UNSUPPORTED,
        Failure.of(ErrorCode.UPSTREAM_FAILED, "No node takes this call."),
        false,
        null,
        new Timings(-1, 0),
        400,
        Usage.NONE,
        new ErrorText("could not be verified", "{\"error\":{\"message\":\"unverified\"}}"),
        Usage.NONE,
        Refuser.ACCOUNT);
  }

  private long askedSince(int before, String node) {
    return fleet.upstream().asked().stream().skip(before).filter(node::equals).count();
  }

  @Test
  void goToTheirMakerAlone() {
    nodes(3);
    made("b", "gAAA1");
    int before = fleet.upstream().asked().size();
    answerBy(FakeAttempt::complete);

    ask(MANY, call("gAAA1"));

    assertThat(askedSince(before, "b")).isEqualTo(MANY);
  }

  @Test
  void goToTheirMakerHoweverMuchIsMadeForAnotherTenant() {
    nodes(3);
    made("b", "gAAA1");
    List<String> many = IntStream.range(0, 20_000).mapToObj(i -> "mark " + i).toList();
    made("b", SampleCalls.by("loud", call()), many);
    int before = fleet.upstream().asked().size();
    answerBy(FakeAttempt::complete);

    ask(MANY, call("gAAA1"));

    assertThat(askedSince(before, "b")).isEqualTo(MANY);
  }

  @Test
  void goToTheMakerOfTheLatterWhereTwoHaveMadeThem() {
    nodes(2);
    made("a", "gAAA1");
    made("b", "gAAA2");
    int before = fleet.upstream().asked().size();
    answerBy(FakeAttempt::complete);

    ask(MANY, call("gAAA2", "gAAA1"));

    assertThat(askedSince(before, "a")).isEqualTo(MANY);
  }

  @Test
  void goToAnyNodeOfTheirMakersAccount() {
    fleet.add(NodeSketch.node("a", "m").withKey("one").withPlaces(1));
    fleet.add(NodeSketch.node("b", "m").withKey("one").withPlaces(1));
    fleet.add(NodeSketch.node("c", "m").withKey("two").withPlaces(10));
    nodes(0);
    made("a", "gAAA1");
    int before = fleet.upstream().asked().size();
    answerBy(FakeAttempt::begin);

    ask(2, call("gAAA1"));

    assertThat(askedSince(before, "a")).isEqualTo(1);
    assertThat(askedSince(before, "b")).isEqualTo(1);
  }

  @Test
  void waitForTheirMakerAndStopNobodyMeanwhile() {
    fleet.add(NodeSketch.node("a", "m").withPlaces(1));
    fleet.add(NodeSketch.node("b", "m").withPlaces(10));
    nodes(0);
    made("a", "gAAA1");
    answerBy(FakeAttempt::begin);
    fleet.ask(call("gAAA1"));

    Answer waits = fleet.ask(call("gAAA1"));
    script("b", FakeAttempt::complete);
    List<Answer> others = ask(MANY, call());

    assertThat(waits.ended()).isFalse();
    assertThat(others).allMatch(Answer::ended).allMatch(answer -> answer.failure() == null);
    running().forEach(FakeAttempt::complete);
    fleet.pass(SECOND);
    running().forEach(FakeAttempt::complete);
    assertThat(waits.failure()).isNull();
    assertThat(waits.ended()).isTrue();
  }

  @Test
  void ofAnUnknownMakerGoOnFromWhoCannotReadThem() {
    nodes(3);
    answerBy(attempt -> attempt.end(unreadable()));
    script("c", FakeAttempt::complete);

    for (int i = 0; i < MANY; i++) {
      Answer answer = fleet.ask(call("gAAA" + i));
      fleet.pass(SECOND);
      assertThat(answer.failure()).isNull();
      assertThat(answer.head().status()).isEqualTo(200);
    }
    assertThat(open()).isEmpty();
    assertThat(ejected()).isEmpty();
    // It is no want of the nodes, which have all others.
    answerBy(FakeAttempt::complete);
    int before = fleet.upstream().asked().size();
    ask(MANY, call());
    assertThat(askedSince(before, "a")).isPositive();
  }

  @Test
  void areToldByTheLastNodeThatNobodyCanReadThem() {
    nodes(2);
    answerBy(attempt -> attempt.end(unreadable()));

    Answer answer = fleet.ask(call("gAAA1"));
    fleet.pass(Duration.ofSeconds(2));

    assertThat(fleet.upstream().asked()).containsExactlyInAnyOrder("a", "b");
    assertThat(answer.head().status()).isEqualTo(400);
    assertThat(text(answer)).contains("unverified");
  }
}
