package io.tidegate.upstream.reading;

import io.tidegate.exchange.Outcome.Refuser;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells by the words of an error that one call is refused: its like are taken, and others may take
 * it.
 */
final class CallRefusals {

  /** OpenAI's code for what was encrypted by another account. */
  private static final String UNREADABLE = "invalid_encrypted_content";

  private static final String TOO_LONG_CODE = "context_length_exceeded";

  /** What llama.cpp says. */
  private static final String TOO_LONG_TYPE = "exceed_context_size_error";

  /**
   * How vLLM, SGLang, text-generation-inference, DeepSeek and Anthropic say that a prompt is longer
   * than they take: nodes of one model have contexts of their own.
   */
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "\\bmaximum context length\\b|\\bthan the model's context length\\b"
              + "|\\bcontext length is only \\d|\\bmaximum model length of \\d"
              + "|`inputs` (?:must have less than|tokens \\+ `max_new_tokens` must be)"
              + "|^prompt is too long: \\d",
          Pattern.CASE_INSENSITIVE);

  /** OpenRouter's words for what is too dear for an account that is not empty. */
  private static final Pattern TOO_DEAR =
      Pattern.compile(
          "can only afford [1-9]|Prompt tokens limit exceeded: \\d+ > [1-9]",
          Pattern.CASE_INSENSITIVE);

  /** With these words OpenAI and Groq refuse what is more than a limit of the account's. */
  private static final String TOO_LARGE = "Request too large";

  private static final int LIMITED = 429;

  /** A limit of so many tokens, and what is asked for. */
  private static final Pattern LIMIT =
      Pattern.compile(
          "\\bLimit:? (\\d{1,15})(?:, Used:? \\d{1,15})?, Requested:? (\\d{1,15})\\b",
          Pattern.CASE_INSENSITIVE);

  private CallRefusals() {}

  /** Who refuses one call by {@code error}, which is of {@code status}; null if it is more. */
  static Refuser refuser(int status, NodeError error) {
    return switch (status) {
      case 400, 422 -> ofRequest(error);
      case 402 -> says(error, TOO_DEAR) ? Refuser.ACCOUNT : null;
      case 413 -> beyondLimit(error) && limited(error) ? Refuser.ACCOUNT : null;
      default -> null;
    };
  }

  private static Refuser ofRequest(NodeError error) {
    // Nothing is wrong with the request: the account that made what it holds would take it.
    if (UNREADABLE.equals(error.code())) {
      return Refuser.ACCOUNT;
    }
    boolean tooLong =
        TOO_LONG_CODE.equals(error.code())
            || TOO_LONG_TYPE.equals(error.type())
            || says(error, TOO_LONG);
    return tooLong ? Refuser.NODE : null;
  }

  /**
   * Whether {@code error}, which says that a limit is reached, is about a call that is more than
   * the whole of the limit, so that no pause helps.
   */
  static boolean beyondLimit(NodeError error) {
    String words = error.message();
    if (words == null) {
      return false;
    }
    Matcher limit = LIMIT.matcher(words);
    return words.regionMatches(true, 0, TOO_LARGE, 0, TOO_LARGE.length())
        || (limit.find() && Long.parseLong(limit.group(2)) > Long.parseLong(limit.group(1)));
  }

  /** Whether {@code error} is about a limit of the account, not about what the node can take. */
  private static boolean limited(NodeError error) {
    return "tokens".equals(error.type())
        || says(error, LIMIT)
        || (error.code() != null && Stems.busy(error.code()) == LIMITED);
  }

  private static boolean says(NodeError error, Pattern words) {
    return error.message() != null && words.matcher(error.message()).find();
  }
}
