package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RehearsalsTest {

  private static final String BODY =
      "{\"trace\":{\"rate\":5,\"seconds\":20,\"prompt_tokens\":100,\"answer_tokens\":10},\"variants\":[{\"name\":\"as"
          + " now\"},{\"name\":\"turns\",\"strategy\":\"round-robin\"}],\"seed\":1}";

  private final ManualClock clock = new ManualClock();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private Duration passing = Duration.ZERO;
  private final Rehearsals rehearsals = rehearsals(tasks::add);

  @Test
  void tellsWhatCameOfEachVariant() {
    String id = begin();
    assertThat(find(id).path("state").asText()).isEqualTo("running");
    assertThat(find(id).at("/variants/0/state").asText()).isEqualTo("waiting");

    tasks.remove().run();

    ObjectNode found = find(id);
    assertThat(found.path("state").asText()).isEqualTo("finished");
    assertThat(found.path("progress").asDouble()).isEqualTo(1);
    assertThat(found.path("seed").asLong()).isEqualTo(1);
    assertThat(found.at("/variants/1/strategy").asText()).isEqualTo("round-robin");
    assertThat(found.at("/variants/0/good").asInt())
        .isPositive()
        .isEqualTo(found.at("/trace/arrivals").asInt());
    assertThat(found.at("/nodes/0/name").asText()).isEqualTo("gpu1");
    assertThat(rehearsals.all()).hasSize(1);
    assertThat(rehearsals.all().get(0).has("nodes")).isFalse();
  }

  @Test
  void runsOneAtATime() {
    String id = begin();

    assertThatThrownBy(this::begin)
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              assertThat(refused.failure().code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(refused.failure().message()).contains(id);
            });
    tasks.remove().run();
    assertThat(begin()).isNotEqualTo(id);
  }

  @Test
  void cancelsTheOneThatRunsAndKeepsIt() {
    String id = begin();

    assertThat(rehearsals.remove(id)).isTrue();
    tasks.remove().run();

    assertThat(find(id).path("state").asText()).isEqualTo("cancelled");
    assertThat(find(id).at("/variants/0").has("good")).isFalse();
  }

  @Test
  void forgetsOneThatHasEnded() {
    String id = begin();
    tasks.remove().run();

    assertThat(rehearsals.remove(id)).isTrue();

    assertThat(rehearsals.find(id)).isEmpty();
    assertThat(rehearsals.remove(id)).isFalse();
  }

  @Test
  void failsWhenItsTimeIsOver() {
    passing = Duration.ofSeconds(1);
    String id = begin();

    tasks.remove().run();

    assertThat(find(id).path("state").asText()).isEqualTo("failed");
    assertThat(find(id).path("error").asText()).contains("tidegate.rehearsal.max-time");
  }

  @Test
  void failsWhereThereIsNoThreadForItAndSaysWhy() {
    Rehearsals refusing =
        rehearsals(
            task -> {
              throw new RejectedExecutionException();
            });

    ObjectNode begun = refusing.begin(RehearsalReaderTest.json(BODY));
    assertThat(begun.path("state").asText()).isEqualTo("failed");
    assertThat(begun.path("error").asText())
        .isEqualTo("The server had no thread for it. Try again.");

    refusing.stop();
    ObjectNode late = refusing.begin(RehearsalReaderTest.json(BODY));
    assertThat(late.path("error").asText()).isEqualTo("The server is stopping.");
  }

  @Test
  void isCancelledByTheServersStop() {
    String id = begin();

    rehearsals.stop();

    assertThat(find(id).path("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void keepsTheLastTwenty() {
    String first = begin();
    tasks.remove().run();
    for (int i = 0; i < 20; i++) {
      begin();
      tasks.remove().run();
    }

    assertThat(rehearsals.all()).hasSize(20);
    assertThat(rehearsals.find(first)).isEmpty();
  }

  @Test
  void givesTheSameResultForTheSameSeed() {
    String one = begin();
    tasks.remove().run();
    String other = begin();
    tasks.remove().run();

    assertThat(find(one).path("variants")).isEqualTo(find(other).path("variants"));
  }

  private String begin() {
    return rehearsals.begin(RehearsalReaderTest.json(BODY)).path("id").asText();
  }

  private ObjectNode find(String id) {
    return rehearsals.find(id).orElseThrow();
  }

  private Rehearsals rehearsals(Executor executor) {
    RehearsedNode node = SamplePlans.node("gpu1", 40, SamplePlans.pace(0.1, 0.02));
    return new Rehearsals(
        new RehearsalReader(
            new WorkloadReader(new CallRecorder(0, clock)), () -> List.of(node), new Random(1)),
        () -> new Settings(Map.of()),
        Duration.ofMinutes(1),
        new Rehearsals.World(
            executor,
            () -> {
              clock.advance(passing);
              return clock.getAsLong();
            },
            () -> Instant.EPOCH,
            new Random(2)));
  }
}
