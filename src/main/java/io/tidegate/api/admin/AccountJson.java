package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.routing.nodes.Account;
import java.util.Locale;

/**
 * An account at a provider, and whether it may be used; {@code rejected} where a key of it was
 * refused, and nodes with another go on.
 */
public record AccountJson(
    @JsonProperty(required = true) String name, @JsonProperty(required = true) String state) {

  /** How {@code account} is doing. */
  public static AccountJson of(Account account) {
    return new AccountJson(account.name(), account.state().name().toLowerCase(Locale.ROOT));
  }
}
