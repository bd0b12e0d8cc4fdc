package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.files.BatchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes the files of a batch and brings it to its end. Thread-safe; waits for the database. */
public final class EndStep {

  /** How often an end is tried, over some eight hours: a key that is missing may be brought. */
  static final int MOST_TRIES = 20;

  private static final Logger LOG = System.getLogger(EndStep.class.getName());

  private final StepStore store;
  private final BatchFiles contents;
  private final WorkerClock rhythm;

  /** Ends batches of {@code store} with files in {@code contents}. */
  public EndStep(StepStore store, BatchFiles contents, WorkerClock rhythm) {
    this.store = requireNonNull(store, "store");
    this.contents = requireNonNull(contents, "contents");
    this.rhythm = requireNonNull(rhythm, "rhythm");
  }

  /** Does the step that was taken up; throws what it failed of if it is to be tried again. */
  void run(StepStore.Work work) {
    if (ended(work)) {
      for (boolean more = true; more; ) {
        more = store.clear(work.claim().batch());
      }
    }
  }

  private boolean ended(StepStore.Work work) {
    try {
      return end(work);
    } catch (LostException over) {
      throw over;
    } catch (RuntimeException mistake) {
      if (work.tries() + 1 < MOST_TRIES || Mistake.isPassing(mistake)) {
        throw mistake;
      }
      giveUp(work, mistake);
      return false;
    }
  }

  private boolean end(StepStore.Work work) {
    ResultFiles files = files(work, true);
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

  /** What was answered has been paid for: whatever can be written is. */
  private void giveUp(StepStore.Work work, RuntimeException mistake) {
    ResultFiles files = files(work, false);
    String output = written(files::output);
    String error = written(files::error);
    LineError told =
        new LineError(
            Mistake.code(mistake).code(),
            "The results could not be written. Those that could be are in the files.",
            null,
            0);
    Batch.FileIds kept = new Batch.FileIds(work.batch().files().input(), output, error);
    if (!store.broken(work.claim(), told, kept, rhythm.now())) {
      files.remove(output);
      files.remove(error);
      return;
    }
    LOG.log(
        Level.ERROR,
        "batch {0} has failed, for its results were not written in {1} tries: {2}",
        work.claim().batch(),
        MOST_TRIES,
        Mistake.reason(mistake));
  }

  private ResultFiles files(StepStore.Work work, boolean whole) {
    LeaseRenewal lease =
        new LeaseRenewal(rhythm, () -> store.renew(work.claim(), rhythm.newLease()));
    return new ResultFiles(store, contents, work, lease, whole);
  }

  private interface Writing {
    String write() throws IOException;
  }

  /** The id of the file, or null if it could not be written. */
  private static String written(Writing file) {
    try {
      return file.write();
    } catch (LostException over) {
      throw over;
    } catch (IOException | RuntimeException broken) {
      return null;
    }
  }
}
