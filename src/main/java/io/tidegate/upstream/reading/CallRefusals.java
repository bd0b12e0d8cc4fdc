package io.tidegate.upstream.reading;

import io.tidegate.exchange.Outcome.Refuser;

/**
 * Tells by the words of an error that one call is refused: its like are taken, and others may take
 * it.
 */
final class CallRefusals {

  /** OpenAI's code for what was encrypted by another account. */
  private static final String UNREADABLE = "invalid_encrypted_content";

  private CallRefusals() {}

  /** Who refuses one call by {@code error}, which is of {@code status}; null if it is more. */
  static Refuser refuser(int status, NodeError error) {
    return switch (status) {
      // Nothing is wrong with the request: the account that made what it holds would take it.
      case 400 -> UNREADABLE.equals(error.code()) ? Refuser.ACCOUNT : null;
      default -> null;
    };
  }
}
