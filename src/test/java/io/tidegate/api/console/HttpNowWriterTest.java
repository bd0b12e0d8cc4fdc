package io.tidegate.api.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.entry.FakeRequest;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an open console is told, however slow it is and whenever it leaves. */
class HttpNowWriterTest {

  private static final int PLENTY = 1000;

  private final ManualClock clock = new ManualClock();
  private final FakeRequest request = new FakeRequest(clock.getAsLong());
  private int made;
  private final NowBroadcast broadcast =
      new NowBroadcast(
          () -> ("now " + ++made + ";").getBytes(UTF_8), () -> "hour;".getBytes(UTF_8));
  private final HttpNowWriter writer =
      new HttpNowWriter(request.async(), FakeRequest.ID, broadcast, clock);

  @Test
  void theHourComesFirstAndThenEachSecond() throws Exception {
    assertThat(broadcast.join(writer)).isTrue();
    assertThat(request.answered)
        .containsEntry("Content-Type", "text/event-stream; charset=utf-8")
        .containsEntry("Cache-Control", "private, no-store");
    request.out.writable(PLENTY);
    assertThat(request.written()).isEqualTo("hour;now 1;");

    second();
    assertThat(request.out.sent()).isEqualTo("hour;now 1;hour;now 2;");
    second();
    assertThat(request.out.sent()).endsWith("now 2;now 3;");
  }

  @Test
  void aSlowOneGetsTheNewestAlone() throws Exception {
    broadcast.join(writer);
    for (int i = 0; i < 5; i++) {
      second();
    }
    assertThat(request.written()).isEmpty();

    request.out.writable(PLENTY);

    assertThat(request.written()).isEqualTo("hour;now 6;");
  }

  @Test
  void oneThatDoesNotReadIsLetGo() {
    broadcast.join(writer);
    for (int i = 0; i < 31; i++) {
      second();
    }
    expectGone();
  }

  @Test
  void oneThatLeftIsLetGo() throws Exception {
    broadcast.join(writer);
    request.out.writable(PLENTY);
    request.out.gone = true;
    second();
    expectGone();
  }

  @Test
  void oneWhoseConnectionBrokeIsLetGo() throws Exception {
    broadcast.join(writer);
    request.out.writable(PLENTY);
    request.out.broken();
    expectGone();
  }

  @Test
  void afterTenMinutesItHasToComeBack() throws Exception {
    broadcast.join(writer);
    request.out.writable(1_000_000);
    for (int i = 0; i < 600; i++) {
      second();
      assertThat(request.completed).isZero();
    }
    second();
    expectGone();
  }

  @Test
  void aServerThatStopsLetsAllGo() throws Exception {
    broadcast.join(writer);
    request.out.writable(PLENTY);
    broadcast.close();
    expectGone();
  }

  @Test
  void whileNobodyLooksNothingIsMade() {
    second();
    assertThat(made).isZero();
  }

  @Test
  void thereAreNotMoreThanAHundred() {
    for (int i = 0; i < NowBroadcast.MOST; i++) {
      FakeRequest one = new FakeRequest(clock.getAsLong());
      assertThat(broadcast.join(new HttpNowWriter(one.async(), FakeRequest.ID, broadcast, clock)))
          .isTrue();
    }
    assertThat(broadcast.join(writer)).isFalse();
  }

  private void second() {
    clock.advance(Duration.ofSeconds(1));
    broadcast.tick();
  }

  private void expectGone() {
    assertThat(request.completed).isEqualTo(1);
    assertThat(broadcast.size()).isZero();
  }
}
