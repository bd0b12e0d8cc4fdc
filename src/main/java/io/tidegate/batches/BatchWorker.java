package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.steps.EndStep;
import io.tidegate.batches.steps.SliceStep;
import io.tidegate.batches.steps.StepMessage;
import io.tidegate.batches.steps.ValidationStep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/** Does the steps of batches that messages name. Thread-safe. */
public final class BatchWorker {

  private static final Logger LOG = System.getLogger(BatchWorker.class.getName());

  private final ValidationStep validation;
  private final SliceStep slices;
  private final EndStep end;
  private final Runnable posted;
  private final AtomicInteger busy = new AtomicInteger();

  BatchWorker(ValidationStep validation, SliceStep slices, EndStep end, Runnable posted) {
    this.posted = requireNonNull(posted, "posted");
    this.validation = requireNonNull(validation, "validation");
    this.slices = requireNonNull(slices, "slices");
    this.end = requireNonNull(end, "end");
  }

  /**
   * Does a step; returns once it is done, or need not be done here. Waits for the nodes and the
   * database, for minutes if it has to.
   *
   * @param subject the step, as the message names it
   * @param delivery how often the message has been delivered, from 1
   * @throws RuntimeException if the message is to be delivered again
   */
  public void work(String subject, int delivery) {
    busy.incrementAndGet();
    try {
      StepMessage.parse(subject)
          .ifPresentOrElse(
              step -> work(step, delivery),
              () -> LOG.log(Level.WARNING, "a message names no step of a batch"));
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

  /** Gives back the slices that run, and begins no other. */
  void stop() {
    slices.stop();
  }

  private void work(StepMessage.BatchStep step, int delivery) {
    switch (step.kind()) {
      case VALIDATE -> validation.run(step.batch(), delivery);
      case SLICE -> slices.run(step.batch(), step.slice());
      case FINISH -> end.run(step.batch());
    }
  }
}
