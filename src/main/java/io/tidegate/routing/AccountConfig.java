package io.tidegate.routing;

import io.tidegate.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How accounts are used.
 *
 * @param maxConcurrent the calls an account may have at once per model, over all servers
 * @param byName the same for accounts of which something else is said
 * @param emptyCodes the codes and types of errors by which providers say, under whatever status,
 *     that an account has nothing left to spend or is closed
 */
public record AccountConfig(
    int maxConcurrent, Map<String, Integer> byName, List<String> emptyCodes) {

  /** What OpenAI, DeepSeek, Moonshot, Alibaba, Volcengine, xAI and gateways before them say. */
  static final List<String> EMPTY_CODES =
      List.of(
          "insufficient_quota",
          "insufficient_balance",
          "insufficient_credits",
          "insufficient_funds",
          "billing_not_active",
          "billing_hard_limit_reached",
          "billing_error",
          "account_deactivated",
          "exceeded_current_quota_error",
          "payment_required",
          "Arrearage",
          "AccountOverdueError",
          "InsufficientBalance");

  private static final String PREFIX = "tidegate.accounts";
  private static final String LEAF = "max-concurrent";
  private static final String CODES = "empty-codes";
  private static final int MOST = 100_000;

  public AccountConfig {
    byName = Map.copyOf(byName);
    emptyCodes = List.copyOf(emptyCodes);
  }

  /**
   * The configuration that {@code settings} give; by default no bound of its own, since what an
   * account allows is learned.
   */
  public static AccountConfig from(Settings settings) {
    Map<String, Integer> byName = new TreeMap<>();
    for (String name : settings.names(PREFIX, List.of(LEAF))) {
      byName.put(name, settings.at(PREFIX + "." + name + "." + LEAF).integer(MOST, 1, MOST));
    }
    List<String> codes = settings.list(PREFIX + "." + CODES);
    return new AccountConfig(
        settings.at(PREFIX + "." + LEAF).integer(MOST, 1, MOST),
        byName,
        codes.isEmpty() ? EMPTY_CODES : codes);
  }

  /** The bound for the account called {@code name}. */
  int maxConcurrent(String name) {
    return byName.getOrDefault(name, maxConcurrent);
  }
}
