package io.tidegate.switches;

/** A switch cannot be turned to what somebody wants. */
public final class InvalidSwitchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /** The field {@code field} breaks {@code rule}, which begins with "must". */
  InvalidSwitchException(String field, String rule) {
    super(rule);
    this.field = field;
  }

  /** The field at fault. */
  public String field() {
    return field;
  }
}
