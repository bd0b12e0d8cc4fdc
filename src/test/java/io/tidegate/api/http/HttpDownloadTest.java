package io.tidegate.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.entry.FakeRequest;
import io.tidegate.testing.ManualClock;
import io.tidegate.work.TenantQueue;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class HttpDownloadTest {

  private final FakeRequest exchange = new FakeRequest(0);
  private final ManualClock clock = new ManualClock();
  private final Deque<Runnable> queued = new ArrayDeque<>();
  private final HttpDownload.Desk desk =
      new HttpDownload.Desk(
          this::take, new TenantQueue(this::take, 4), clock, ConcurrentHashMap.newKeySet());
  private final byte[] file = new byte[1_000_000];
  private int places = Integer.MAX_VALUE;

  HttpDownloadTest() {
    new Random(1).nextBytes(file);
  }

  @Test
  void aFileIsWrittenAsFastAsItsReaderTakesIt() throws IOException {
    start(new ByteArrayInputStream(file));

    for (int times = 0; exchange.completed == 0; times++) {
      assertThat(times).isLessThan(100);
      exchange.out.writable(2);
      run();
    }

    assertThat(exchange.out.bytes()).isEqualTo(file);
    assertThat(exchange.completed).isEqualTo(1);
    assertThat(desk.open()).isEmpty();
    assertThat(exchange.visit().work().sum()).as("pieces").isEqualTo(16);
  }

  @Test
  void noThreadIsHeldWhileTheReaderIsSlow() throws IOException {
    start(new ByteArrayInputStream(file));
    exchange.out.writable(1);
    run();

    assertThat(queued).isEmpty();
    assertThat(exchange.completed).isZero();
    assertThat(desk.open()).hasSize(1);
  }

  @Test
  void aReaderThatTakesAllAtOnceHasTurnsLikeAllOthers() throws IOException {
    byte[] large = new byte[3 << 20];
    start(new ByteArrayInputStream(large));
    exchange.out.writable(Integer.MAX_VALUE);

    queued.remove().run();
    assertThat(exchange.out.bytes().length).isEqualTo(1 << 20);
    assertThat(exchange.completed).isZero();

    run();
    assertThat(exchange.completed).isEqualTo(1);
    assertThat(exchange.out.bytes()).hasSize(large.length);
  }

  @Test
  void anEmptyFileEndsAtOnce() throws IOException {
    start(new ByteArrayInputStream(new byte[0]));
    exchange.out.writable(100);
    run();

    assertThat(exchange.completed).isEqualTo(1);
    assertThat(exchange.out.bytes()).isEmpty();
  }

  @Test
  void aReaderThatTakesNothingForAMinuteIsLeft() throws IOException {
    start(new ByteArrayInputStream(file));
    exchange.out.writable(1);
    run();

    clock.advance(Duration.ofMinutes(1));
    desk.tick();
    run();
    assertThat(exchange.completed).isZero();

    clock.advance(Duration.ofNanos(1));
    desk.tick();
    run();
    assertThat(exchange.completed).isEqualTo(1);
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void aLookAtAnyNumberOfReadersWantsOneThread() throws IOException {
    start(new ByteArrayInputStream(file));
    new HttpDownload(desk, new FakeRequest(0).async(), new ByteArrayInputStream(file)).start();
    run();
    assertThat(desk.open()).hasSize(2);

    desk.tick();

    assertThat(queued).hasSize(1);
  }

  @Test
  void aClientThatLeftEndsIt() throws IOException {
    start(new ByteArrayInputStream(file));
    exchange.out.broken();
    run();
    exchange.out.writable(100);
    run();

    assertThat(exchange.completed).isEqualTo(1);
    assertThat(exchange.out.bytes()).isEmpty();
  }

  @Test
  void aWriteThatFailsEndsIt() throws IOException {
    exchange.out.gone = true;
    start(new ByteArrayInputStream(file));
    exchange.out.writable(100);
    run();

    assertThat(exchange.completed).isEqualTo(1);
  }

  @Test
  void aFileThatIsDeletedMeanwhileEndsShortOfItsLength() throws IOException {
    start(
        new FilterInputStream(new ByteArrayInputStream(file)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (exchange.out.bytes().length > 200_000) {
              throw new IOException("deleted");
            }
            return super.read(target, offset, length);
          }
        });
    exchange.out.writable(100);
    run();

    assertThat(exchange.completed).isEqualTo(1);
    assertThat(exchange.out.bytes().length).isLessThan(file.length);
  }

  @Test
  void anErrorEndsItAndGivesItsPlaceBack() throws IOException {
    boolean[] closed = {false};
    start(
        new FilterInputStream(new ByteArrayInputStream(file)) {
          @Override
          public int read(byte[] target, int offset, int length) {
            throw new OutOfMemoryError("made on purpose by a test");
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        });
    exchange.out.writable(100);
    run();

    assertThat(exchange.completed).isEqualTo(1);
    assertThat(desk.open()).isEmpty();
    assertThat(closed[0]).as("the file was closed").isTrue();
  }

  @Test
  void oneForWhichThePoolHasNoPlaceGoesOnAfterTheNextLook() throws IOException {
    start(new ByteArrayInputStream(file));
    places = 0;
    exchange.out.writable(100);
    // Which is not the client's fault.
    clock.advance(Duration.ofMinutes(2));
    desk.tick();
    assertThat(exchange.completed).isZero();

    places = 8;
    desk.tick();
    run();

    assertThat(exchange.out.bytes()).isEqualTo(file);
    assertThat(exchange.completed).isEqualTo(1);
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void howeverManyATenantHasTheyFillNoPoolAndNobodyWaitsForAllOfThem() throws IOException {
    places = 8;
    for (int i = 0; i < 300; i++) {
      download(new FakeRequest(0).of("a"));
    }
    FakeRequest other = new FakeRequest(0).of("b");
    download(other);
    assertThat(queued).hasSize(4);

    List<Runnable> round = List.copyOf(queued);
    queued.clear();
    round.forEach(Runnable::run);
    assertThat(other.completed).isEqualTo(1);

    run();
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void whoWaitsForTheTurnsOfOthersIsNotTakenForSlow() throws IOException {
    start(new ByteArrayInputStream(file));
    exchange.out.writable(100);
    clock.advance(Duration.ofMinutes(2));
    run();

    assertThat(exchange.out.bytes()).isEqualTo(file);
  }

  @Test
  void aServerThatStopsEndsIt() throws IOException {
    start(new ByteArrayInputStream(file));

    desk.stop();

    assertThat(exchange.completed).isEqualTo(1);
    assertThat(desk.open()).isEmpty();
  }

  private void start(InputStream content) throws IOException {
    new HttpDownload(desk, exchange.async(), content).start();
  }

  private void download(FakeRequest from) throws IOException {
    new HttpDownload(desk, from.async(), new ByteArrayInputStream(new byte[10])).start();
    from.out.writable(9);
  }

  private void take(Runnable work) {
    if (queued.size() >= places) {
      throw new RejectedExecutionException();
    }
    queued.add(work);
  }

  private void run() {
    while (!queued.isEmpty()) {
      queued.remove().run();
    }
  }
}
