package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

/**
 * Whose account a node's calls run on, and what they cost there.
 *
 * @param account the name of the account, or empty: nodes with the same key then share one
 * @param inputPrice the price of a million prompt tokens, in any currency, 0 or more
 * @param outputPrice the price of a million answer tokens in the same currency
 */
public record Billing(String account, double inputPrice, double outputPrice) {

  /** No account named, nothing to pay. */
  public static final Billing NONE = new Billing("", 0, 0);

  private static final double MILLION = 1e6;

  public Billing {
    requireNonNull(account, "account");
    if (!account.isEmpty() && !account.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new InvalidNodeException("account", "must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    requirePrice("inputPrice", inputPrice);
    requirePrice("outputPrice", outputPrice);
  }

  /** What a call with so many tokens costs. */
  public double cost(long input, long output) {
    return (input * inputPrice + output * outputPrice) / MILLION;
  }

  private static void requirePrice(String field, double price) {
    if (!(price >= 0 && price <= MILLION)) {
      throw new InvalidNodeException(field, "must be between 0 and 1000000");
    }
  }
}
