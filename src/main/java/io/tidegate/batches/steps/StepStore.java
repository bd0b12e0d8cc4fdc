package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.Validation;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.steps.StepMessage.BatchStep;
import io.tidegate.store.Lease;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the steps of a batch itself are kept: its validation and its end. Waits for the database.
 * Thread-safe.
 *
 * <p>Throws {@link io.tidegate.store.StoreException} when the database fails.
 */
public interface StepStore {

  /**
   * A step to be done.
   *
   * @param claim the right to do it
   * @param batch the batch as it stands
   * @param ending how it ends, or null while it is validated
   * @param keepOutput how long its files are kept, in milliseconds, or 0 for the default
   * @param again whether the step has been begun before
   * @param tries how often it has failed
   */
  record Work(
      Claim claim, Batch batch, BatchStatus ending, long keepOutput, boolean again, int tries) {

    public Work {
      requireNonNull(claim, "claim");
      requireNonNull(batch, "batch");
    }
  }

  /** A step that waits to be taken up, and whose it is. */
  record Due(String tenant, BatchStep step) {

    public Due {
      requireNonNull(tenant, "tenant");
      requireNonNull(step, "step");
    }
  }

  /**
   * The step whose turn it is at {@code now}: of the first tenant after {@code after} that has one
   * due and is not {@code full}, the one due longest. Behind the last tenant comes the first.
   */
  Optional<Due> waiting(long now, Set<String> full, String after);

  /** Takes the validation up, if the batch waits for it. */
  Optional<Work> beginValidation(String batch, Lease lease);

  /** Takes the end up, if nothing of the batch runs any more and nothing will. */
  Optional<Work> beginEnd(String batch, Lease lease);

  /** Renews the lease; false if it was lost. */
  boolean renew(Claim claim, Lease lease);

  /** The step has failed once more: it is posted again, due at {@code due}; false if lost. */
  boolean failed(Claim claim, long due);

  /** The batch is valid: its slices are stored, and the first of them posted; false if lost. */
  boolean planned(Claim claim, Validation.Plan plan, long now);

  /** The batch is not valid; false if lost. */
  boolean invalid(Claim claim, List<LineError> errors, long now);

  /**
   * The batch has ended; false if lost.
   *
   * @param output the id of its output file, or null
   * @param error the id of its error file, or null
   */
  boolean ended(Claim claim, String output, String error, long now);

  /**
   * The batch has failed, for what its lines came to could not be written; false if lost. Its
   * results are kept as long as itself.
   *
   * @param error what the owner is told
   * @param files the ids of those files that could be written
   */
  boolean broken(Claim claim, LineError error, Batch.FileIds files, long now);

  /** The numbers of the lines that have a result. */
  Set<Integer> lines(String batch);

  /**
   * Some of the results in the order of their lines, at least one unless there is none; each is
   * opened when its text is asked for, and may be unreadable by itself.
   *
   * @param ok whether of lines that were answered, or of others
   * @param after the number of the line before the first
   */
  List<BatchResult> results(String batch, boolean ok, int after);

  /** Removes some of what is not needed after the end; false if there was nothing left. */
  boolean clear(String batch);
}
