package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which account each node belongs to.
 *
 * <p>Nodes that name the same account share it; of the others, those with the same API key do; a
 * node with neither is an account of its own. Thread-safe.
 */
public final class Accounts {

  /** What makes two nodes' accounts the same; holds a key, so it is never shown. */
  private record Owner(Kind kind, String id) {
    enum Kind {
      NAME,
      KEY,
      NODE
    }

    static Owner of(String node, String account, String apiKey) {
      if (account != null) {
        return new Owner(Kind.NAME, account);
      }
      return apiKey != null ? new Owner(Kind.KEY, apiKey) : new Owner(Kind.NODE, node);
    }

    @Override
    public String toString() {
      return "Owner[" + kind + "]";
    }
  }

  private final Account.Parts parts;
  private final Metrics metrics;
  private final Map<Owner, Account> accounts = new ConcurrentHashMap<>();

  /** No accounts yet; each is shown in {@code metrics} from its first node on. */
  public Accounts(Account.Parts parts, Metrics metrics) {
    this.parts = requireNonNull(parts, "parts");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /**
   * The account of a node.
   *
   * @param node the node's name; also the account's, when the node is its first and names none
   * @param account the account it names, or null
   * @param apiKey its credential, or null
   */
  public synchronized Account of(String node, String account, String apiKey) {
    Owner owner = Owner.of(node, account, apiKey);
    Account known = accounts.get(owner);
    return known != null ? known : create(owner, account == null ? node : account);
  }

  /** All accounts, in no order. */
  public Collection<Account> all() {
    return List.copyOf(accounts.values());
  }

  /** Forgets all accounts but those of {@code users}: no node belongs to them any more. */
  public synchronized void keepOnly(Supplier<Set<Account>> users) {
    // Asked for under the lock, or an account that has just got its first node would be lost.
    Set<Account> used = users.get();
    accounts
        .values()
        .removeIf(
            account -> {
              boolean unused = !used.contains(account);
              if (unused) {
                metrics.remove(Metric.ACCOUNT_USABLE, account.name());
              }
              return unused;
            });
  }

  private Account create(Owner owner, String wanted) {
    Account account = new Account(free(wanted), parts);
    accounts.put(owner, account);
    metrics.gauge(
        Metric.ACCOUNT_USABLE,
        () -> account.state() == Account.State.USABLE ? 1 : 0,
        account.name());
    return account;
  }

  /** {@code wanted}, with a number if another account has that name: a node's may be one, too. */
  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; taken(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  private boolean taken(String name) {
    return accounts.values().stream().anyMatch(account -> account.name().equals(name));
  }
}
