package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.collect.AnswerCollector.Asking;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.jobs.JobStore.ClaimedJob;
import java.util.Optional;

/** One claim while it is run. Thread-safe. */
final class JobRun {

  private final ClaimedJob claim;
  private Asking asking;
  private boolean unwanted;

  JobRun(ClaimedJob claim) {
    this.claim = requireNonNull(claim, "claim");
  }

  ClaimedJob claim() {
    return claim;
  }

  /** Learns by what it is asked. */
  void asks(Asking begun) {
    if (noted(begun)) {
      begun.cancel();
    }
  }

  /** The owner does not want it any more. */
  void cancel() {
    Asking begun = dropped();
    if (begun != null) {
      begun.cancel();
    }
  }

  /** Whether the owner does not want it any more. */
  synchronized boolean unwanted() {
    return unwanted;
  }

  /** The answer from its start as it comes in, or nothing if there is none to be followed. */
  Optional<AnswerReader> follow() {
    Asking begun = asking();
    return begun == null ? Optional.empty() : begun.follow();
  }

  private synchronized Asking asking() {
    return asking;
  }

  private synchronized boolean noted(Asking begun) {
    asking = begun;
    return unwanted;
  }

  private synchronized Asking dropped() {
    unwanted = true;
    return asking;
  }
}
