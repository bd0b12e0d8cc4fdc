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
  private static final int MOST_TRIES = 5;

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

  /** Does the step that was taken up; throws what it failed of if it is to be tried again. */
  void run(StepStore.Work work) {
    Claim claim = work.claim();
    try {
      Validation.Plan plan = plan(work);
      // A step that was lost in the end has been begun by somebody else.
      boolean unused =
          plan.errors().isEmpty()
              ? store.planned(claim, plan, rhythm.now())
              : store.invalid(claim, plan.errors(), rhythm.now());
    } catch (LostException | StoreException passing) {
      throw passing;
    } catch (RuntimeException mistake) {
      if (work.tries() + 1 < MOST_TRIES || Mistake.isPassing(mistake)) {
        throw mistake;
      }
      LOG.log(
          Level.ERROR,
          "batch {0} has failed, for its file was not read in {1} tries: {2}",
          claim.batch(),
          MOST_TRIES,
          Mistake.reason(mistake));
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

  private static List<LineError> error(String code, String message) {
    return List.of(new LineError(code, message, null, 0));
  }
}
