package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes, watchdog, client and a broken connection at once. */
class AttemptRunConcurrencyTest {

  private static final int ROUNDS = 500;
  private static final Failure GONE = Failure.of(ErrorCode.CLIENT_CLOSED, "Gone.");

  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void tellsItsOutcomeOnceWhoeverEndsIt() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      AttemptFixture attempt = AttemptFixture.stream();
      long tooLate = attempt.clock.getAsLong() + AttemptFixture.DEADLINE.toNanos();

      race(
          () -> attempt.send(HELLO, HELLO, DONE).end(),
          () -> attempt.run.tick(tooLate),
          () -> attempt.run.cancel(GONE),
          attempt.run::broken);

      assertConsistent(attempt, "round " + round);
    }
  }

  @Test
  void losesNoByteBetweenItsReaderAndItsWindow() throws Exception {
    AttemptFixture attempt = AttemptFixture.stream();
    Future<Long> read =
        threads.submit(
            () -> {
              long bytes = 0;
              while (!attempt.reader.finished()) {
                byte[] event = attempt.reader.poll();
                if (event == null) {
                  Thread.onSpinWait();
                  continue;
                }
                bytes += event.length;
                attempt.reader.passedOn(event.length);
              }
              return bytes;
            });
    for (int i = 0; i < 2_000; i++) {
      attempt.send(HELLO);
    }
    attempt.send(DONE).end();

    assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(2_000L * HELLO.length() + DONE.length());
    assertThat(attempt.run.full()).isFalse();
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  private static void assertConsistent(AttemptFixture attempt, String round) {
    Outcome outcome = attempt.outcome();
    assertThat(attempt.answer.ended()).as(round).isEqualTo(outcome.delivered());
    assertThat(attempt.answer.head() != null).as(round).isEqualTo(outcome.delivered());
    if (outcome.delivered()) {
      assertThat(attempt.answer.failure()).as(round).isEqualTo(outcome.failure());
    }
    String text = attempt.text();
    assertThat((HELLO + HELLO + DONE).startsWith(text)).as(round).isTrue();
    assertThat(text.endsWith(DONE)).as(round).isEqualTo(outcome.kind() == Kind.COMPLETED);
    assertThat(attempt.run.ended()).as(round).isTrue();
  }

  private void race(Runnable... racers) throws Exception {
    CyclicBarrier gate = new CyclicBarrier(racers.length);
    List<Future<?>> running = new ArrayList<>();
    for (Runnable racer : racers) {
      running.add(
          threads.submit(
              () -> {
                gate.await(10, TimeUnit.SECONDS);
                racer.run();
                return null;
              }));
    }
    for (Future<?> done : running) {
      done.get(10, TimeUnit.SECONDS);
    }
  }
}
