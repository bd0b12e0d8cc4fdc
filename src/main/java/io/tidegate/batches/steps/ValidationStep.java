package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.Validation;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.batches.state.Claim;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.files.BatchFiles;
import io.tidegate.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Checks the file of a batch, and has its lines run. Thread-safe; waits for the database. */
public final class ValidationStep {

  /** How often a file is tried to be read that cannot be, for reasons of ours. */
  private static final int MOST_DELIVERIES = 5;

  private static final Logger LOG = System.getLogger(ValidationStep.class.getName());

  private final StepStore store;
  private final BatchFiles contents;
  private final Validation validation;
  private final WorkerClock rhythm;

  /** Validates the input of batches of {@code steps}. */
  public ValidationStep(
      StepStore store, BatchFiles contents, Validation validation, WorkerClock rhythm) {
    this.store = requireNonNull(store, "store");
    this.contents = requireNonNull(contents, "contents");
    this.validation = requireNonNull(validation, "validation");
    this.rhythm = requireNonNull(rhythm, "rhythm");
  }

  /**
   * Does the step for {@code batch}, unless it was done.
   *
   * @param delivery how often it has been asked for, from 1
   */
  public void run(String batch, int delivery) {
    store.beginValidation(batch, rhythm.newLease()).ifPresent(work -> run(work, delivery));
  }

  private void run(StepStore.Work work, int delivery) {
    Claim claim = work.claim();
    try {
      Validation.Plan plan = plan(work);
      // A step that was lost in the end has been begun by somebody else.
      boolean unused =
          plan.errors().isEmpty()
              ? store.planned(claim, plan, rhythm.now())
              : store.invalid(claim, plan.errors(), rhythm.now());
    } catch (LostException over) {
      LOG.log(Level.DEBUG, "the validation of {0} was taken over", claim.batch());
    } catch (StoreException later) {
      throw later;
    } catch (RuntimeException mistake) {
      LOG.log(
          Level.WARNING, "the file of {0} was not read: {1}", claim.batch(), mistake.getClass());
      if (delivery < MOST_DELIVERIES || isPassing(mistake)) {
        store.release(claim);
        throw mistake;
      }
      boolean unused =
          store.invalid(claim, error("internal_error", "The file was not read."), rhythm.now());
    }
  }

  private Validation.Plan plan(StepStore.Work work) {
    Batch batch = work.batch();
    LeaseRenewal lease =
        new LeaseRenewal(rhythm, () -> store.renew(work.claim(), rhythm.newLease()));
    try (InputStream file = contents.open(batch.tenant(), batch.files().input())) {
      return validation.plan(file, batch.operation(), lease);
    } catch (FailureException refused) {
      if (refused.failure().code() != ErrorCode.NOT_FOUND) {
        throw refused;
      }
      return Validation.Plan.failed(error("file_not_found", "The input file is gone."));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The database's absence, which deliveries count too, says nothing against the file. */
  private static boolean isPassing(RuntimeException mistake) {
    return mistake instanceof FailureException refused
        && refused.failure().code() == ErrorCode.STORE_UNAVAILABLE;
  }

  private static List<LineError> error(String code, String message) {
    return List.of(new LineError(code, message, null, 0));
  }
}
