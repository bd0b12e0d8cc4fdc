package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.GATEWAY_STOPPING;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.testing.RecordingMetrics;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class HttpBlockingWorkTest {

  private final Deque<Runnable> queued = new ArrayDeque<>();
  private final CallServices desk =
      new CallServices(
          null,
          null,
          SampleApi.ledger(new RecordingMetrics()),
          null,
          new RetryAdvice(new Random(1)),
          () -> 0);
  private final HttpBlockingWork bench =
      new HttpBlockingWork(queued::add, new HttpBlockingWork.Room(2, 2, 4), desk, () -> false);

  private record Shown(String a) {}

  @Test
  void anAnswerIsFoundByItsOwnThreads() throws IOException {
    FakeRequest exchange = new FakeRequest(0);
    bench.answer(exchange.http, () -> new Shown("潮"));
    assertThat(exchange.completed).isZero();

    run();
    exchange.out.writable(2);

    assertThat(exchange.status).isEqualTo(200);
    assertThat(exchange.written()).isEqualTo("{\"a\":\"潮\"}");
    assertThat(exchange.answered)
        .containsEntry("x-request-id", FakeRequest.ID)
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Cache-Control", "private, no-store");
    assertThat(exchange.completed).isEqualTo(1);
  }

  @Test
  void aFailureIsToldTheClientOnce() {
    FakeRequest refused = new FakeRequest(0);
    bench.answer(
        refused.http,
        () -> {
          throw Failure.of(CONFLICT, "It is in use.").asException();
        });
    FakeRequest broken = new FakeRequest(0);
    bench.answer(
        broken.http,
        () -> {
          throw new IOException("the client left");
        });
    run();

    assertThat(refused.status).isEqualTo(409);
    assertThat(refused.answered).containsEntry("x-should-retry", "false");
    assertThat(refused.completed).isEqualTo(1);
    assertThat(broken.status).isEqualTo(408);
    assertThat(broken.completed).isEqualTo(1);
  }

  @Test
  void aMistakeOfOursIsA500WithoutItsWords() {
    FakeRequest exchange = new FakeRequest(0);
    bench.answer(
        exchange.http,
        () -> {
          throw new IllegalStateException("secret");
        });
    run();

    assertThat(exchange.status).isEqualTo(500);
    assertThat(exchange.written()).doesNotContain("secret");
  }

  @Test
  void whatIsTooMuchIsRefusedUntilAPlaceIsFree() throws IOException {
    bench.answer(new FakeRequest(0).http, () -> new Shown("1"));
    bench.answer(new FakeRequest(0).http, () -> new Shown("2"));

    assertThat(refusal()).isEqualTo(STORE_UNAVAILABLE);

    run();
    FakeRequest later = new FakeRequest(0);
    bench.answer(later.http, () -> new Shown("4"));
    run();
    later.out.writable(2);
    assertThat(later.written()).isEqualTo("{\"a\":\"4\"}");
    assertThat(queued).isEmpty();
  }

  private ErrorCode refusal() {
    return catchThrowableOfType(
            FailureException.class,
            () -> bench.answer(new FakeRequest(0).http, () -> new Shown("3")))
        .failure()
        .code();
  }

  @Test
  void oneTenantLeavesHalfOfThePlacesAndThreadsToTheOthers() {
    HttpBlockingWork shared =
        new HttpBlockingWork(queued::add, new HttpBlockingWork.Room(8, 40, 2), desk, () -> false);
    List<String> done = new ArrayList<>();
    int taken = 0;
    while (taken < 40 && takes(shared, "loud", done)) {
      taken++;
    }
    assertThat(taken).isEqualTo(20);
    assertThat(queued).as("running").hasSize(4);

    assertThat(takes(shared, "quiet", done)).isTrue();
    assertThat(queued).as("nobody waits behind those of others").hasSize(5);

    run();
    assertThat(done).hasSize(21).contains("quiet");
    assertThat(takes(shared, "loud", done)).isTrue();
  }

  private static boolean takes(HttpBlockingWork bench, String tenant, List<String> done) {
    try {
      bench.take(new FakeRequest(0).of(tenant).http, () -> done.add(tenant));
      return true;
    } catch (FailureException busy) {
      return false;
    }
  }

  @Test
  void aServerThatStopsSaysSo() {
    assertRefused(true, GATEWAY_STOPPING);
  }

  @Test
  void aPoolThatOthersFillIsNoServerThatStops() {
    assertRefused(false, STORE_UNAVAILABLE);
  }

  private void assertRefused(boolean stopping, ErrorCode code) {
    HttpBlockingWork closed =
        new HttpBlockingWork(
            work -> {
              throw new RejectedExecutionException();
            },
            new HttpBlockingWork.Room(1, 1, 4),
            desk,
            () -> stopping);

    for (int times = 0; times < 3; times++) {
      FailureException refused =
          catchThrowableOfType(
              FailureException.class,
              () -> closed.answer(new FakeRequest(0).http, () -> new Shown("1")));
      assertThat(refused.failure().code()).isEqualTo(code);
    }
  }

  @Test
  void aClientThatLeftBeforeItsAnswerCameIsForgotten() {
    FakeRequest exchange = new FakeRequest(0);
    bench.answer(exchange.http, () -> new Shown("1"));
    run();
    exchange.out.broken();

    assertThat(exchange.completed).isEqualTo(1);
  }

  private void run() {
    while (!queued.isEmpty()) {
      queued.remove().run();
    }
  }
}
