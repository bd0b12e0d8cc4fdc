package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/** A whole answer that this server knows already; immutable. */
public final class Hit {

  private final AnswerHead head;
  private final byte[] body;
  private final Usage usage;

  /**
   * A known answer.
   *
   * @param head what is told before it; it says where it was stored
   * @param body the whole of it, a stream's events included; must not be changed afterwards
   * @param usage the tokens that were reported for it
   */
  public Hit(AnswerHead head, byte[] body, Usage usage) {
    this.head = requireNonNull(head, "head");
    this.body = requireNonNull(body, "body");
    this.usage = requireNonNull(usage, "usage");
  }

  /** What is told before it. */
  public AnswerHead head() {
    return head;
  }

  /** The whole of it, which must not be changed. */
  public byte[] body() {
    return body;
  }

  /** The tokens that were reported for it. */
  public Usage usage() {
    return usage;
  }
}
