package io.tidegate.upstream.reading;

import io.tidegate.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The codes and types of errors by which providers say, under whatever status, that an account has
 * nothing left to spend or is closed.
 *
 * @param codes the codes, in small letters
 */
public record BillingCodes(Set<String> codes) {

  /**
   * What OpenAI, DeepSeek, Moonshot, Alibaba, Volcengine, xAI, Zhipu (1113), SiliconFlow (30001)
   * and gateways before them (one-api, LiteLLM) say.
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
              "InsufficientBalance",
              "1113",
              "30001"));

  private static final int PAYMENT_REQUIRED = 402;

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
    return name(error.code()) || name(error.type()) ? PAYMENT_REQUIRED : status;
  }

  private boolean name(String word) {
    return word != null && codes.contains(plain(word));
  }

  private static String plain(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }
}
