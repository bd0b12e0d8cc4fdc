package io.tidegate.upstream.reading;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidegate.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The codes and types of errors by which providers say, under whatever status, that an account has
 * nothing left to spend or is closed; also by which they say that they do not know our key, that it
 * is not good for what is asked, or that one call is more than the account's limit.
 *
 * @param codes the codes, in small letters, without gaps and without {@code error} at their end
 */
public record BillingCodes(Set<String> codes) {

  /**
   * What OpenAI, DeepSeek, Moonshot, MiniMax, Alibaba, Volcengine, xAI, Zhipu (1113), SiliconFlow
   * (30001) and gateways before them (one-api, LiteLLM) say.
   */
  public static final BillingCodes USUAL =
      BillingCodes.of(
          List.of(
              "insufficient_quota",
              "insufficient_balance",
              "insufficient_credits",
              "insufficient_funds",
              "insufficient_user_quota",
              "pre_consume_token_quota_failed",
              "budget_exceeded",
              "billing_not_active",
              "billing_hard_limit_reached",
              "billing_error",
              "account_deactivated",
              "exceeded_current_quota_error",
              "payment_required",
              "Arrearage",
              "AccountOverdueError",
              "1113",
              "30001"));

  /** What is said of a key under a status that blames the request, which has no part in it. */
  private static final Set<String> KEYS = Set.of("invalidapikey", "apikeyinvalid", "authorized");

  /** Anthropic has no code for it; messages that only quote this do not begin with it. */
  private static final String SPENT = "Your credit balance is too low to access the Anthropic API";

  /** OpenAI's words for what a restricted key may not do, though it may do other things. */
  private static final Pattern SCOPES =
      Pattern.compile(
          "\\bmissing scopes\\b|\\binsufficient permissions for this operation\\b",
          Pattern.CASE_INSENSITIVE);

  private static final String SUFFIX = "error";
  private static final int PAYMENT_REQUIRED = 402;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int LIMITED = 429;

  /** What Groq says of it, and what no client repeats. */
  private static final int TOO_LARGE = 413;

  public BillingCodes {
    codes = Set.copyOf(codes);
  }

  /** The codes that {@code settings} give instead of the usual ones. */
  public static BillingCodes from(Settings settings) {
    List<String> given = settings.list("tidegate.accounts.empty-codes");
    return given.isEmpty() ? USUAL : of(given);
  }

  private static BillingCodes of(List<String> codes) {
    return new BillingCodes(
        codes.stream().map(BillingCodes::plain).collect(Collectors.toUnmodifiableSet()));
  }

  /** The status that {@code error} stands for, which came under {@code status}. */
  public int status(int status, NodeError error) {
    Set<String> words = words(error);
    if (spent(error) || words.stream().anyMatch(codes::contains)) {
      return PAYMENT_REQUIRED;
    }
    if (status == LIMITED && CallRefusals.beyondLimit(error)) {
      return TOO_LARGE;
    }
    boolean ofKey = words.stream().anyMatch(KEYS::contains);
    if (status == UNAUTHORIZED && !ofKey && scoped(error)) {
      return FORBIDDEN;
    }
    boolean blamed = status == 400 || status == 403;
    return blamed && ofKey ? UNAUTHORIZED : status;
  }

  private static boolean spent(NodeError error) {
    return "invalid_request_error".equals(error.type())
        && error.message() != null
        && error.message().startsWith(SPENT);
  }

  private static boolean scoped(NodeError error) {
    return error.message() != null && SCOPES.matcher(error.message()).find();
  }

  /** Its code, its type, and the reasons that Google's services give in a list. */
  private static Set<String> words(NodeError error) {
    List<String> words = new ArrayList<>();
    words.add(error.code());
    words.add(error.type());
    if (error.members().get("details") instanceof ArrayNode details) {
      details.forEach(detail -> words.add(detail.path("reason").textValue()));
    }
    return words.stream()
        .filter(Objects::nonNull)
        .map(BillingCodes::plain)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String plain(String word) {
    String plain = Stems.plain(word.strip()).replace("_", "");
    return plain.endsWith(SUFFIX) && plain.length() > SUFFIX.length()
        ? plain.substring(0, plain.length() - SUFFIX.length())
        : plain;
  }
}
