package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.Claim;
import io.tidegate.batches.steps.StepMessage.BatchStep;
import io.tidegate.batches.steps.StepMessage.Kind;
import io.tidegate.work.TenantShares;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Does the steps of batches that wait for no node, checks of files and ends, each on the thread of
 * its caller. Thread-safe.
 */
public final class OwnSteps {

  private static final Logger LOG = System.getLogger(OwnSteps.class.getName());

  /** How many are done at once: the sessions of {@code StepConsumer} in {@code server.xml}. */
  static final int SESSIONS = 3;

  /** Of which a tenant that is alone takes two. */
  private static final int QUARTERS = 3;

  private final StepStore store;
  private final ValidationStep validation;
  private final EndStep end;
  private final WorkerClock rhythm;
  private final TenantShares shares = new TenantShares(SESSIONS, QUARTERS);
  private String last = "";
  private volatile boolean stopping;

  /** A step that was taken up. */
  private record Taken(Kind kind, StepStore.Work work) {}

  /** Does the steps of {@code store} by {@code validation} and {@code end}. */
  public OwnSteps(StepStore store, ValidationStep validation, EndStep end, WorkerClock rhythm) {
    this.store = requireNonNull(store, "store");
    this.validation = requireNonNull(validation, "validation");
    this.end = requireNonNull(end, "end");
    this.rhythm = requireNonNull(rhythm, "rhythm");
  }

  /** Begins no other step. */
  public void stop() {
    stopping = true;
  }

  /**
   * Takes the turn that a message gave: does the step {@code named}, or rather that of the tenant
   * whose turn it is. As many messages are under way as steps wait, so that each has a turn,
   * whoever's message brings it. While only tenants that have their share wait, the turn is kept
   * until somebody comes.
   */
  public void run(BatchStep named) {
    Optional<Taken> taken = turn(named);
    while (taken.isEmpty() && waits()) {
      rhythm.hold(WorkerClock.PARKED);
      taken = turn(named);
    }
    taken.ifPresent(this::shared);
  }

  private Optional<Taken> turn(BatchStep named) {
    if (stopping) {
      rhythm.hold(WorkerClock.LAST_PAUSE);
      throw new IllegalStateException("the server stops");
    }
    return taken(named);
  }

  /** One at a time, so that shares hold. */
  private synchronized Optional<Taken> taken(BatchStep named) {
    Optional<StepStore.Due> next = store.waiting(rhythm.now(), shares.full(), last);
    if (next.isEmpty() && waits()) {
      return Optional.empty();
    }
    // Whose step another server was faster to take has had its turn, too.
    next.ifPresent(due -> last = due.tenant());
    // By a clock that is behind that of who sent the message, its step is not due yet.
    BatchStep step = next.map(StepStore.Due::step).orElse(named);
    Optional<StepStore.Work> work = begin(step);
    work.ifPresent(begun -> shares.enter(begun.batch().tenant().value()));
    return work.map(begun -> new Taken(step.kind(), begun));
  }

  private boolean waits() {
    return store.waiting(rhythm.now(), Set.of(), "").isPresent();
  }

  private Optional<StepStore.Work> begin(BatchStep step) {
    return step.kind() == Kind.VALIDATE
        ? store.beginValidation(step.batch(), rhythm.newLease())
        : store.beginEnd(step.batch(), rhythm.newLease());
  }

  private void shared(Taken taken) {
    try {
      run(taken);
    } finally {
      shares.leave(taken.work().batch().tenant().value());
    }
  }

  private void run(Taken taken) {
    try {
      if (taken.kind() == Kind.VALIDATE) {
        validation.run(taken.work());
      } else {
        end.run(taken.work());
      }
    } catch (LostException over) {
      LOG.log(Level.DEBUG, "a step of {0} was taken over", taken.work().claim().batch());
    } catch (RuntimeException mistake) {
      later(taken.work(), mistake);
    }
  }

  /**
   * A step that fails is posted again: its message may have been spent on another's. While the
   * database is away it cannot be, and whoever looks after batches finds it.
   */
  private void later(StepStore.Work work, RuntimeException mistake) {
    Claim claim = work.claim();
    long pause = Mistake.pause(work.tries());
    if (store.failed(claim, rhythm.now() + pause)) {
      LOG.log(
          Level.WARNING,
          "a step of {0} was not done, and is tried again in {1} s: {2}",
          claim.batch(),
          Duration.ofMillis(pause).toSeconds(),
          Mistake.reason(mistake));
    }
  }
}
