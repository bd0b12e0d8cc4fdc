package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.Inquiry;
import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.open.ClientWatch;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plain answers that take longer than whatever stands between may bear; 20 s here. */
final class SilentAnswerTest {

  private final Fleet fleet = new Fleet();
  private final OpenAnswers open =
      new OpenAnswers(new ClientWatch(List.of()), SampleApi.silentFor(10), fleet.clock());
  private final CallServices desk = SampleApi.desk(fleet, open);
  private final FakeRequest request = new FakeRequest(fleet.clock().getAsLong());

  @AfterEach
  void everyoneIsAnswered() {
    assertThat(request.completed).isEqualTo(1);
    assertThat(open.size()).isZero();
  }

  @Test
  void aLineFeedKeepsThemOpenOnceTheNodeHasBegunToReply() throws Exception {
    FakeAttempt node = ask(Rendering.AS_IS);
    node.accept();
    seconds(19);
    assertThat(request.status).isZero();
    seconds(2);
    request.out.writable(100);
    assertThat(request.status).isEqualTo(200);
    assertThat(request.answered)
        .containsEntry("Content-Type", "application/json")
        .doesNotContainKey("Content-Length");
    assertThat(request.written()).isEqualTo("\n");
    seconds(21);
    assertThat(request.written()).isEqualTo("\n\n");

    node.complete();

    assertThat(request.written()).isEqualTo("\n\n{}");
    assertThat(request.brokenOff).isFalse();
  }

  @Test
  void theyStaySilentAsLongAsNoNodeHasBegunToReply() throws Exception {
    FakeAttempt node = ask(Rendering.AS_IS);
    seconds(60);
    assertThat(request.status).isZero();

    node.refuse(404, null);
    request.out.writable(100);

    assertThat(request.status).isEqualTo(404);
    assertThat(request.answered).containsKey("Content-Length");
  }

  @Test
  void theyStaySilentAgainWhenTheNodeThatHadBegunIsGone() throws Exception {
    FakeAttempt node = ask(Rendering.AS_IS);
    fleet.add("b", "chat");
    node.accept();
    seconds(5);
    node.end(Kind.FAILED);
    seconds(60);
    assertThat(request.status).isZero();

    fleet.upstream().last().complete();
    request.out.writable(100);

    assertThat(request.written()).isEqualTo("{}");
  }

  @Test
  void whatFailsBehindALineFeedHasNoProperEnd() throws Exception {
    FakeAttempt node = ask(Rendering.AS_IS);
    node.accept();
    seconds(21);
    request.out.writable(100);

    node.end(Kind.FAILED);

    assertThat(request.written()).startsWith("\n{\"error\":").contains("upstream_failed");
    assertThat(request.brokenOff).isTrue();
  }

  @Test
  void whatANodeRefusesBehindALineFeedHasNoProperEnd() throws Exception {
    FakeAttempt node = ask(Rendering.AS_IS);
    node.accept();
    seconds(21);
    request.out.writable(100);

    node.refuse(404, null);

    assertThat(request.written()).startsWith("\n{").contains("The fake says 404");
    assertThat(request.brokenOff).isTrue();
  }

  @Test
  void plainTextIsNotPrecededByAnything() throws Exception {
    FakeAttempt node = ask(Rendering.TEXT);
    node.accept();
    seconds(60);
    assertThat(request.status).isZero();

    node.complete();
    request.out.writable(100);
  }

  private FakeAttempt ask(Rendering rendering) {
    fleet.add("a", "chat");
    Deadline deadline = Deadline.after(fleet.clock().getAsLong(), Duration.ofMinutes(10));
    Call call = SampleCalls.chat("chat", false, 1, deadline, Terms.DEFAULT);
    new HttpAnswerWriter(
            desk,
            request.async(),
            request.visit(),
            new AnswerRequest(Inquiry.of(call), rendering, null))
        .start();
    return fleet.upstream().last();
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      fleet.pass(Duration.ofSeconds(1));
      open.tick();
    }
  }
}
