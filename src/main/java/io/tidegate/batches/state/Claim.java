package io.tidegate.batches.state;

import static java.util.Objects.requireNonNull;

/**
 * The right to do a step of a batch, as long as nobody has taken it over.
 *
 * @param batch the id of the batch
 * @param slice the number of the slice, or {@link #OWN} for a step of the batch itself
 * @param epoch how often the step has been taken up: who has an older one is too late
 */
public record Claim(String batch, int slice, long epoch) {

  /** In place of a slice: the step is not one of a slice. */
  public static final int OWN = -1;

  public Claim {
    requireNonNull(batch, "batch");
  }
}
