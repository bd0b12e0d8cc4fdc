package io.tidegate.api.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.ClientConnection;
import io.tidegate.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAnswersTest {

  private static final ClientConnection PEER = ClientConnection.of("127.0.0.1", 1001, 9080, true);

  /** The peer's in the kernel's table, in a state. */
  private static final String LINE = "0: 0100007F:2378 0100007F:03E9 %s 0:0 x\n";

  private final ManualClock clock = new ManualClock();
  private final OpenAnswers open =
      new OpenAnswers(new ClientWatch(List.of()), SampleApi.silentFor(15), clock);

  @Test
  void asksForAHeartbeatOnceAnAnswerWasSilentLongEnough() {
    FakeOpenAnswer old = new FakeOpenAnswer(PEER, clock.getAsLong());
    open.add(old);
    clock.advance(Duration.ofSeconds(10));
    FakeOpenAnswer young = new FakeOpenAnswer(PEER, clock.getAsLong());
    open.add(young);
    clock.advance(Duration.ofSeconds(5).minusNanos(1));
    open.tick();
    assertThat(old.heartbeats).as("%s", clock).isZero();

    clock.advance(Duration.ofNanos(1));
    open.tick();

    assertThat(old.heartbeats).as("%s", clock).isEqualTo(1);
    assertThat(young.heartbeats).as("%s", clock).isZero();
  }

  @Test
  void tellsAnswersThatTheirClientWaitsNoLonger() {
    FakeOpenAnswer late = new FakeOpenAnswer(PEER, clock.getAsLong());
    open.add(late);
    clock.advance(Duration.ofSeconds(10));
    FakeOpenAnswer inTime = new FakeOpenAnswer(PEER, clock.getAsLong());
    open.add(inTime);
    clock.advance(Duration.ofMinutes(10).minusSeconds(10));
    open.tick();
    assertThat(late.overdue).as("its node ends it first").isZero();

    clock.advance(Duration.ofMillis(200));
    open.tick();

    assertThat(late.overdue).as("%s", clock).isEqualTo(1);
    assertThat(inTime.overdue).as("%s", clock).isZero();
  }

  @Test
  void forgetsAnswersThatEnded() {
    FakeOpenAnswer answer = new FakeOpenAnswer(PEER, clock.getAsLong());
    open.add(answer);
    assertThat(open.size()).isEqualTo(1);
    open.remove(answer);
    clock.advance(Duration.ofMinutes(1));
    open.tick();

    assertThat(open.size()).isZero();
    assertThat(answer.heartbeats).isZero();
  }

  @Test
  void looksForClientsTheLessOftenTheLongerALookTakes(@TempDir Path directory) throws IOException {
    Path table = Files.writeString(directory.resolve("tcp"), LINE.formatted("01"));
    OpenAnswers watched = slowlyLookingInto(table);
    FakeOpenAnswer answer = new FakeOpenAnswer(PEER, clock.getAsLong());
    watched.add(answer);
    watched.tick();
    Files.writeString(table, LINE.formatted("08"));

    clock.advance(Duration.ofMillis(200));
    watched.tick();
    assertThat(answer.gone).as("four times the look later, at %s", clock).isZero();

    clock.advance(Duration.ofMillis(400));
    watched.tick();
    assertThat(answer.gone).as("%s", clock).isEqualTo(1);
  }

  @Test
  void looksAgainAtTheNextTickForAClientThatSeemsToHaveLeft(@TempDir Path directory)
      throws IOException {
    Path table = Files.writeString(directory.resolve("tcp"), "");
    OpenAnswers watched = slowlyLookingInto(table);
    FakeOpenAnswer answer = new FakeOpenAnswer(PEER, clock.getAsLong());
    watched.add(answer);

    watched.tick();
    assertThat(answer.gone).as("%s", clock).isZero();
    watched.tick();

    assertThat(answer.gone).as("%s", clock).isEqualTo(1);
  }

  @Test
  void tellsAnswersWhoseClientHasLeft(@TempDir Path directory) throws IOException {
    Path table = directory.resolve("tcp");
    Files.writeString(table, LINE.formatted("08"));
    OpenAnswers watched =
        new OpenAnswers(new ClientWatch(List.of(table)), SampleApi.silentFor(15), clock);
    FakeOpenAnswer answer = new FakeOpenAnswer(PEER, clock.getAsLong());
    watched.add(answer);

    watched.tick();

    assertThat(answer.gone).isEqualTo(1);
  }

  /** Answers of which each look into {@code table} takes 50 ms. */
  private OpenAnswers slowlyLookingInto(Path table) {
    LongSupplier slow =
        () -> {
          clock.advance(Duration.ofMillis(50));
          return clock.getAsLong();
        };
    return new OpenAnswers(new ClientWatch(List.of(table)), SampleApi.silentFor(3600), slow);
  }
}
