package io.tidegate.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.http.HttpBodyWriter.End;
import io.tidegate.api.open.ClientWatch;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.exchange.Deadline;
import io.tidegate.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The one loop by which bodies are written, with a client that takes what it likes. */
class HttpBodyWriterTest {

  private static final int PLENTY = 1000;

  private final ManualClock clock = new ManualClock();
  private final OpenAnswers open =
      new OpenAnswers(new ClientWatch(List.of()), SampleApi.silentFor(10), clock);
  private final FakeRequest request = new FakeRequest(clock.getAsLong());
  private final Script source = new Script();
  private final HttpBodyWriter writer =
      new HttpBodyWriter(
          open,
          clock,
          new HttpBodyWriter.Target(
              request.visit(), Deadline.after(clock.getAsLong(), Duration.ofMinutes(1)), true),
          source);

  /** What a test lets the body consist of. */
  private final class Script implements HttpBodyWriter.Source {
    private final Queue<byte[]> given = new ArrayDeque<>();
    private final List<End> ends = new ArrayList<>();
    private boolean begins = true;
    private boolean finished;
    private boolean overdue;
    private RuntimeException mistake;
    private Runnable meanwhile = () -> {};
    private String last;
    private int polled;
    private int written;
    private int heldUp;

    @Override
    public boolean goesOn() {
      return !overdue;
    }

    @Override
    public void begin() {
      if (begins) {
        writer.open(request.out);
      }
    }

    @Override
    public byte[] poll() {
      if (mistake != null) {
        throw mistake;
      }
      Runnable once = meanwhile;
      meanwhile = () -> {};
      byte[] next = given.poll();
      once.run();
      polled += next == null ? 0 : 1;
      return next;
    }

    @Override
    public void written() {
      written++;
    }

    @Override
    public boolean finished() {
      return finished;
    }

    @Override
    public byte[] heartbeat() {
      return "beat".getBytes(UTF_8);
    }

    @Override
    public byte[] lastWords() {
      return last == null ? null : last.getBytes(UTF_8);
    }

    @Override
    public void heldUp() {
      heldUp++;
    }

    @Override
    public void ended(End how) {
      ends.add(how);
    }
  }

  @Test
  void doesNothingBeforeItsStart() throws IOException {
    say("early");
    writer.signal();
    assertThat(writer.isOpen()).isFalse();
    assertThat(open.size()).isZero();

    writer.start();
    request.out.writable(PLENTY);
    assertThat(request.written()).isEqualTo("early");
  }

  @Test
  void isOpenedBySomeLaterSignalOfItsSource() throws IOException {
    source.begins = false;
    writer.start();
    assertThat(writer.isOpen()).isFalse();

    source.begins = true;
    writer.signal();
    assertThat(writer.isOpen()).isTrue();
    say("late");
    assertThat(request.written()).as("the server has not said that it may write").isEmpty();
    request.out.writable(PLENTY);
    assertThat(request.written()).isEqualTo("late");
  }

  @Test
  void takesNoMoreOfItsSourceThanTheClientTakes() throws IOException {
    source.given.add("one".getBytes(UTF_8));
    source.given.add("two".getBytes(UTF_8));
    writer.start();

    request.out.writable(1);
    assertThat(request.written()).isEqualTo("one");
    assertThat(source.polled).isEqualTo(1);
    assertThat(source.heldUp).isEqualTo(1);
    request.out.writable(1);
    assertThat(request.written()).isEqualTo("onetwo");
    assertThat(request.visit().work().sum()).as("pieces").isEqualTo(2);
  }

  @Test
  void writesWhatIsLongInPiecesAndSaysSoAfterTheLast() throws IOException {
    source.given.add(new byte[2 * HttpBodyWriter.PIECE + 1]);
    writer.start();

    request.out.writable(2);
    assertThat(request.out.bytes()).hasSize(2 * HttpBodyWriter.PIECE);
    assertThat(source.written).isZero();
    request.out.writable(1);
    assertThat(request.out.bytes()).hasSize(2 * HttpBodyWriter.PIECE + 1);
    assertThat(source.written).isEqualTo(1);
  }

  @Test
  void sendsWhatIsWrittenWhenNothingMoreIsThere() throws IOException {
    source.given.add("one".getBytes(UTF_8));
    source.given.add("two".getBytes(UTF_8));
    writer.start();
    request.out.writable(PLENTY);
    assertThat(request.out.sent()).isEqualTo("onetwo");
    assertThat(request.out.flushes).as("the first flush is for the head alone").isEqualTo(2);

    writer.signal();
    assertThat(request.out.flushes).as("nothing is owed").isEqualTo(2);
  }

  @Test
  void keepsASilentBodyOpen() throws IOException {
    writer.start();
    request.out.writable(PLENTY);
    clock.advance(Duration.ofSeconds(10));
    open.tick();
    open.tick();
    assertThat(request.written()).isEqualTo("beat");
    assertThat(source.written).as("it was not the source's").isZero();
  }

  @Test
  void aChangeDuringAStepIsNotLost() throws IOException {
    writer.start();
    source.meanwhile =
        () -> {
          source.given.add("meanwhile".getBytes(UTF_8));
          writer.signal();
        };
    request.out.writable(PLENTY);
    assertThat(request.written()).isEqualTo("meanwhile");
  }

  @Test
  void endsWithItsLastWordsAndThenDoesNothingMore() throws IOException {
    say("all");
    source.last = " over";
    source.finished = true;
    writer.start();
    request.out.writable(PLENTY);
    assertThat(request.written()).isEqualTo("all over");

    say("more");
    request.out.broken();
    assertThat(request.written()).isEqualTo("all over");
    expectOneEnd(End.WHOLE);
  }

  /** One that ends before its first flush is sent with its length, and then it looks whole. */
  @Test
  void aBodyThatBreaksIsFlushedBeforeItsEndAndAWholeOneIsNot() throws IOException {
    say("half");
    source.finished = true;
    writer.start();
    request.out.writable(PLENTY);
    assertThat(request.out.flushes).isZero();
    expectOneEnd(End.WHOLE);

    source.last = " over";
    FakeRequest other = new FakeRequest(clock.getAsLong());
    HttpBodyWriter breaking =
        new HttpBodyWriter(
            open,
            clock,
            new HttpBodyWriter.Target(
                other.visit(), Deadline.after(clock.getAsLong(), Duration.ofMinutes(1)), true),
            source);
    source.begins = false;
    say("half");
    breaking.start();
    breaking.open(other.out);
    other.out.writable(PLENTY);

    assertThat(other.written()).isEqualTo("half over");
    // The server heeds the first for the head alone.
    assertThat(other.out.flushes).isEqualTo(2);
  }

  @Test
  void endsWhenItsClientHasLeftBeforeAnythingWasSent() {
    source.begins = false;
    writer.start();
    writer.client().clientGone();
    expectOneEnd(End.LEFT);
    assertThat(writer.isOpen()).isFalse();
  }

  @Test
  void endsWhenTheClientIsToWaitNoLonger() {
    writer.start();
    source.overdue = true;
    writer.signal();
    expectOneEnd(End.LEFT);
  }

  @Test
  void endsWhenAWriteFails() throws IOException {
    writer.start();
    request.out.writable(PLENTY);
    request.out.gone = true;
    say("lost");
    expectOneEnd(End.LEFT);
    assertThat(writer.client().isGone()).isTrue();
  }

  @Test
  void endsByAMistakeToo() throws IOException {
    writer.start();
    source.mistake = new IllegalStateException("made on purpose by a test");
    request.out.writable(PLENTY);
    expectOneEnd(End.BROKEN);
  }

  private void say(String event) {
    source.given.add(event.getBytes(UTF_8));
    writer.signal();
  }

  private void expectOneEnd(End how) {
    assertThat(source.ends).containsExactly(how);
    assertThat(open.size()).isZero();
  }
}
