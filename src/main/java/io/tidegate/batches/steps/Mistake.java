package io.tidegate.batches.steps;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.store.StoreException;

/** What a step failed of for reasons of ours, and for how long it is left alone then. */
final class Mistake {

  private static final long FIRST_PAUSE = 5_000;

  /** Up to three quarters of an hour. */
  private static final int MOST_DOUBLINGS = 9;

  private Mistake() {}

  /** How long a step is left alone that had failed {@code times} times before, in milliseconds. */
  static long pause(long times) {
    return FIRST_PAUSE << Math.min(times, MOST_DOUBLINGS);
  }

  /** The code by which owners are told of {@code mistake}. */
  static ErrorCode code(RuntimeException mistake) {
    return mistake instanceof FailureException refused
        ? refused.failure().code()
        : ErrorCode.INTERNAL_ERROR;
  }

  /** Whether the database was away, which says nothing of the step. */
  static boolean isPassing(RuntimeException mistake) {
    return mistake instanceof StoreException failed
        ? !failed.ofRows()
        : code(mistake) == ErrorCode.STORE_UNAVAILABLE;
  }

  /** What is said of {@code mistake} in logs: no words of its own, which may hold a prompt. */
  static String reason(RuntimeException mistake) {
    if (mistake instanceof StoreException failed) {
      return failed.reason();
    }
    return mistake instanceof FailureException
        ? code(mistake).code()
        : mistake.getClass().getName();
  }
}
