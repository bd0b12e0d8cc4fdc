package io.tidegate.exchange;

/** Carries a {@link Failure} up to the edge that answers the client; it has no stack trace. */
public final class FailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** An exception for {@code failure}. */
  public FailureException(Failure failure) {
    super(failure.code().code() + ": " + failure.message(), null, false, false);
    this.failure = failure;
  }

  /** The failure carried. */
  public Failure failure() {
    return failure;
  }
}
