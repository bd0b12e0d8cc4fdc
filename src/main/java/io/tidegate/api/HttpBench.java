package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.GATEWAY_STOPPING;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the work for suspended requests is done that waits, for the database, the broker or a slow
 * client, so that no thread of the server does. It takes in a bounded number, so that what hangs
 * holds up its own requests and nothing else; thread-safe.
 */
final class HttpBench {

  /** What is done to find a request's answer. */
  interface Question {
    String json() throws IOException;
  }

  private static final Failure BUSY =
      Failure.of(STORE_UNAVAILABLE, "Too many requests wait for the store.");
  private static final Failure STOPPING =
      Failure.of(GATEWAY_STOPPING, "The gateway is being stopped.");

  private final Executor executor;
  private final int most;
  private final Desk desk;
  private final AtomicInteger taken = new AtomicInteger();

  /** A bench with the threads of {@code executor} for at most {@code most} requests at once. */
  HttpBench(Executor executor, int most, Desk desk) {
    this.executor = requireNonNull(executor, "executor");
    this.most = most;
    this.desk = requireNonNull(desk, "desk");
  }

  /**
   * Answers the suspended request {@code http}, as {@link HttpIntake#own} gives it, by JSON.
   *
   * @throws FailureException if there is no place; then nothing is done
   */
  void answer(HttpServletRequest http, Question question) {
    take(http, () -> HttpReply.json(http, question.json()));
  }

  /**
   * Does {@code work} for the suspended request {@code http}, which it answers, or sees to it that
   * it is answered.
   *
   * @throws FailureException if there is no place; then nothing is done
   */
  void take(HttpServletRequest http, HttpRefusal.Work work) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      throw BUSY.asException();
    }
    try {
      executor.execute(() -> work(http, work));
    } catch (RejectedExecutionException stopped) {
      taken.decrementAndGet();
      throw STOPPING.asException();
    }
  }

  private void work(HttpServletRequest http, HttpRefusal.Work work) {
    try {
      HttpRefusal.unlessDone(http, desk, work);
    } finally {
      taken.decrementAndGet();
    }
  }
}
