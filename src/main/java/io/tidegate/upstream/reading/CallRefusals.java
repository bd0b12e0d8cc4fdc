package io.tidegate.upstream.reading;

import io.tidegate.exchange.Outcome.Refuser;
import java.util.regex.Pattern;

/**
 * Tells by the words of an error that one call is refused: its like are taken, and others may take
 * it.
 */
final class CallRefusals {

  /** OpenAI's code for what was encrypted by another account. */
  private static final String UNREADABLE = "invalid_encrypted_content";

  /** OpenRouter's words for what is too dear for an account that is not empty. */
  private static final Pattern TOO_DEAR =
      Pattern.compile(
          "can only afford [1-9]|Prompt tokens limit exceeded: \\d+ > [1-9]",
          Pattern.CASE_INSENSITIVE);

  private CallRefusals() {}

  /** Who refuses one call by {@code error}, which is of {@code status}; null if it is more. */
  static Refuser refuser(int status, NodeError error) {
    return switch (status) {
      // Nothing is wrong with the request: the account that made what it holds would take it.
      case 400 -> UNREADABLE.equals(error.code()) ? Refuser.ACCOUNT : null;
      case 402 -> says(error, TOO_DEAR) ? Refuser.ACCOUNT : null;
      default -> null;
    };
  }

  private static boolean says(NodeError error, Pattern words) {
    return error.message() != null && words.matcher(error.message()).find();
  }
}
