package io.tidegate.routing.nodes;

/** A node description that breaks a rule; the message names the field and the rule. */
public final class InvalidNodeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;

  /** An exception for {@code field} that breaks {@code rule}. */
  public InvalidNodeException(String field, String rule) {
    super(field + " " + rule);
    this.field = field;
  }

  /** The field at fault. */
  public String field() {
    return field;
  }
}
