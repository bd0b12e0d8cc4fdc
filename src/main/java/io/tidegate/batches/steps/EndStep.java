package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.files.BatchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the files of a batch and brings it to its end. Thread-safe; waits for the database. */
public final class EndStep {

  private final StepStore store;
  private final BatchFiles contents;
  private final WorkerClock rhythm;

  /** Ends batches of {@code store} with files in {@code contents}. */
  public EndStep(StepStore store, BatchFiles contents, WorkerClock rhythm) {
    this.store = requireNonNull(store, "store");
    this.contents = requireNonNull(contents, "contents");
    this.rhythm = requireNonNull(rhythm, "rhythm");
  }

  /** Does the step that was taken up. */
  void run(StepStore.Work work) {
    if (end(work)) {
      for (boolean more = true; more; ) {
        more = store.clear(work.claim().batch());
      }
    }
  }

  private boolean end(StepStore.Work work) {
    ResultFiles files =
        new ResultFiles(
            store,
            contents,
            work,
            new LeaseRenewal(rhythm, () -> store.renew(work.claim(), rhythm.newLease())));
    if (work.again()) {
      files.removeOrphans();
    }
    String output = null;
    String error = null;
    boolean kept = false;
    try {
      output = files.output();
      error = files.error();
      // Should this throw, it may have been done: then the files are the batch's, else orphans.
      kept = true;
      kept = store.ended(work.claim(), output, error, rhythm.now());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } finally {
      if (!kept) {
        files.remove(output);
        files.remove(error);
      }
    }
    return kept;
  }
}
