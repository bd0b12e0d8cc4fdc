package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.steps.OwnSteps;
import io.tidegate.batches.steps.SliceStep;
import io.tidegate.batches.steps.StepMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/** Does the steps of batches that messages name. Thread-safe. */
public final class BatchWorker {

  private static final Logger LOG = System.getLogger(BatchWorker.class.getName());

  private final OwnSteps own;
  private final SliceStep slices;
  private final Runnable posted;
  private final AtomicInteger busy = new AtomicInteger();

  BatchWorker(OwnSteps own, SliceStep slices, Runnable posted) {
    this.posted = requireNonNull(posted, "posted");
    this.own = requireNonNull(own, "own");
    this.slices = requireNonNull(slices, "slices");
  }

  /**
   * Does a step; returns once it is done, or need not be done here. Waits for the nodes and the
   * database, for minutes if it has to.
   *
   * @param subject the step, as the message names it
   * @throws RuntimeException if the message is to be delivered again
   */
  public void work(String subject) {
    busy.incrementAndGet();
    try {
      StepMessage.parse(subject)
          .ifPresentOrElse(
              this::work, () -> LOG.log(Level.WARNING, "a message names no step of a batch"));
    } finally {
      // A step that has ended may have written the next one into the outbox.
      posted.run();
      busy.decrementAndGet();
    }
  }

  /** Whether no step is done at the moment. */
  boolean idle() {
    return busy.get() == 0;
  }

  /** Gives back the slices that run, and begins no other step. */
  void stop() {
    own.stop();
    slices.stop();
  }

  private void work(StepMessage.BatchStep step) {
    switch (step.kind()) {
      case VALIDATE, FINISH -> own.run(step);
      case SLICE -> slices.run(step.batch(), step.slice());
    }
  }
}
