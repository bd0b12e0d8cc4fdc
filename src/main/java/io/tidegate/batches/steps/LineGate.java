package io.tidegate.batches.steps;

/** Whether lines of batches may begin; asked at each beat, from any thread. */
@FunctionalInterface
public interface LineGate {

  /** Whether a line that asks {@code model} may begin now. */
  boolean lets(String model);

  /** Whether no line may, of whatever model, so that no slice need be begun or given back. */
  default boolean closed() {
    return false;
  }
}
