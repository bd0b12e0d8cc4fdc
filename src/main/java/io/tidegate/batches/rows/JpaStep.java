package io.tidegate.batches.rows;

import io.tidegate.batches.state.Claim;
import io.tidegate.store.Lease;
import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;

/** The part of a row that says who does its step, and which message tells of it. */
@MappedSuperclass
abstract class JpaStep implements Owned {

  private long epoch;
  private String runner;

  @Column(name = "lease_until")
  long leaseUntil;

  /** When the step's message is or was due, or 0 while it has none. */
  @Column(name = "posted_at")
  long postedAt;

  int postings;

  /** Who does the step, or did at last; null before. */
  final String runner() {
    return runner;
  }

  /** Gives the step to {@code lease}, in the epoch that is returned. */
  final long take(Lease lease) {
    epoch++;
    runner = lease.runner();
    leaseUntil = lease.until();
    return epoch;
  }

  /** Whether nobody has taken the step since {@code claim}. */
  final boolean isOf(Claim claim) {
    return epoch == claim.epoch();
  }

  /** Takes the step away from whoever has it. */
  final void fence() {
    epoch++;
    rest();
  }

  /** Nobody does the step, and no message tells of it. */
  final void rest() {
    leaseUntil = 0;
    postedAt = 0;
  }
}
