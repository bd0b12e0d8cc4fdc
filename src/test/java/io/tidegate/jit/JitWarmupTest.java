package io.tidegate.jit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** When the server calls itself, and when it stops. */
class JitWarmupTest {

  private static final URI HERE = URI.create("http://127.0.0.1:9080");

  private final ManualClock clock = new ManualClock();
  private final Deque<CompletableFuture<Integer>> calls = new ArrayDeque<>();
  private URI address = HERE;
  private int ends;
  private int underWayAtTheEnd;

  private final JitWarmup.Surroundings server =
      new JitWarmup.Surroundings() {
        @Override
        public URI address() {
          return address;
        }

        @Override
        public CompletionStage<Integer> call(URI to, int n) {
          CompletableFuture<Integer> call = new CompletableFuture<>();
          calls.add(call);
          return call;
        }

        @Override
        public void end() {
          ends++;
          underWayAtTheEnd = calls.size();
        }
      };

  @Test
  void waitsForTheServerToListen() {
    address = null;
    JitWarmup warmup = warmup(5);
    warmup.tick();
    assertThat(calls).isEmpty();

    address = HERE;
    warmup.tick();
    assertThat(calls).hasSize(1);
  }

  @Test
  void callsAloneUntilTheFirstAnswerHasCome() {
    JitWarmup warmup = warmup(5);
    warmup.tick();
    answer(404);
    warmup.tick();
    assertThat(calls).hasSize(1);

    answer(200);
    warmup.tick();
    assertThat(calls).hasSize(JitWarmup.CALLERS);
    answer(200);
    assertThat(calls).hasSize(JitWarmup.CALLERS);
  }

  @Test
  void endsItsTimeAfterTheFirstAnswerWhenNoCallIsUnderWay() {
    JitWarmup warmup = warmup(5);
    begin(warmup);
    clock.advance(Duration.ofSeconds(5));
    warmup.tick();
    assertThat(warmup.over()).isFalse();

    answerAll();
    warmup.tick();
    warmup.tick();
    assertThat(warmup.over()).isTrue();
    assertThat(ends).isEqualTo(1);
    assertThat(underWayAtTheEnd).isZero();
  }

  @Test
  void endsWhenAClientComes() {
    JitWarmup warmup = warmup(5);
    begin(warmup);
    warmup.stop();
    answerAll();
    warmup.tick();

    assertThat(warmup.over()).isTrue();
  }

  @Test
  void holdsAServerBackForAMinuteAtMost() {
    JitWarmup warmup = warmup(5);
    for (int i = 0; i < 61; i++) {
      warmup.tick();
      assertThat(warmup.over()).isFalse();
      answer(401);
      clock.advance(Duration.ofSeconds(1));
    }
    warmup.tick();

    assertThat(warmup.over()).isTrue();
    assertThat(warmup.answered()).isZero();
  }

  @Test
  void goesOnAfterCallsThatFailed() {
    JitWarmup warmup = warmup(5);
    begin(warmup);
    while (!calls.isEmpty()) {
      calls.remove().completeExceptionally(new IllegalStateException("cut"));
    }
    warmup.tick();

    assertThat(calls).hasSize(JitWarmup.CALLERS);
  }

  @Test
  void isOverAtOnceWhenItIsNotWanted() {
    JitWarmup warmup = warmup(0);

    assertThat(warmup.over()).isTrue();
    warmup.tick();
    assertThat(calls).isEmpty();
  }

  @Test
  void asksForEachKindOfAnswer() {
    assertThat(HttpOwnCalls.body(2)).contains("\"stream\":true");
    assertThat(HttpOwnCalls.body(3)).isEqualTo(HttpOwnCalls.body(7)).contains("\"temperature\":0");
    assertThat(HttpOwnCalls.body(0)).isNotEqualTo(HttpOwnCalls.body(4));
  }

  private JitWarmup warmup(int seconds) {
    return new JitWarmup(server, Duration.ofSeconds(seconds), clock);
  }

  private void begin(JitWarmup warmup) {
    warmup.tick();
    answer(200);
    warmup.tick();
  }

  private void answer(int status) {
    calls.remove().complete(status);
  }

  private void answerAll() {
    while (!calls.isEmpty()) {
      answer(200);
    }
  }
}
