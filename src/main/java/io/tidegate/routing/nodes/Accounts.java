package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which account each node belongs to.
 *
 * <p>Nodes that name the same account share it; of the others, those with the same API key do; a
 * node with neither is an account of its own.
 *
 * <p>INVARIANT: servers that have the same nodes give an account the same name, by which they share
 * its limit: whichever node was asked first, and whenever they started; a second after a change of
 * nodes at the latest. Where another node is the first of its account, that begins anew under the
 * other name. Thread-safe.
 */
public final class Accounts {

  /** What makes two nodes' accounts the same; holds a key, so it is never shown. */
  private record Owner(Kind kind, String id) {
    enum Kind {
      NAME,
      KEY,
      NODE
    }

    static Owner of(NodeSpec node) {
      return of(node.name(), named(node), node.apiKey());
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
  private final Supplier<Collection<Node>> nodes;
  private final Metrics metrics;
  private final Map<Owner, Account> accounts = new ConcurrentHashMap<>();

  /** Those that were forgotten while calls might still use their limits. */
  private final List<Account> leaving = new ArrayList<>();

  /** No accounts of {@code nodes} yet; each is shown in {@code metrics} from its first node on. */
  public Accounts(Account.Parts parts, Supplier<Collection<Node>> nodes, Metrics metrics) {
    this.nodes = requireNonNull(nodes, "nodes");
    this.parts = requireNonNull(parts, "parts");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /** The account of {@code node}. */
  Account of(NodeSpec node) {
    return of(node.name(), named(node), node.apiKey());
  }

  /** The account that {@code node} names, or null. */
  private static String named(NodeSpec node) {
    String account = node.billing().account();
    return account.isEmpty() ? null : account;
  }

  /**
   * The account of a node.
   *
   * @param node the node's name; also the account's, when the node is its first by name and none
   *     says another
   * @param account the account it names, or null
   * @param apiKey its credential, or null
   */
  public synchronized Account of(String node, String account, String apiKey) {
    Owner owner = Owner.of(node, account, apiKey);
    Account known = accounts.get(owner);
    if (known != null) {
      return known;
    }
    Map<Owner, String> names = names();
    endRenamed(names);
    String name = names.getOrDefault(owner, free(account == null ? node : account));
    // One of which no node is left may still have it: its gauge goes before there is another.
    endIf((other, before) -> before.name().equals(name));
    return create(owner, name);
  }

  /** All accounts, in no order. */
  public Collection<Account> all() {
    return List.copyOf(accounts.values());
  }

  /**
   * Forgets all accounts but those of {@code users}: no node belongs to them any more. What they
   * share with other servers is forgotten by a later call, once no call of theirs runs.
   */
  public synchronized void keepOnly(Supplier<Set<Account>> users) {
    // Asked for under the lock, or an account that has just got its first node would be lost.
    Set<Account> used = users.get();
    Map<String, Account> present =
        accounts.values().stream().collect(Collectors.toMap(Account::name, account -> account));
    leaving.removeIf(account -> account.leave(present.get(account.name())));
    Map<Owner, String> names = names();
    endIf((owner, account) -> !used.contains(account));
    endRenamed(names);
  }

  private void endRenamed(Map<Owner, String> names) {
    endIf((owner, account) -> !account.name().equals(names.getOrDefault(owner, account.name())));
  }

  private void endIf(BiPredicate<Owner, Account> test) {
    accounts
        .entrySet()
        .removeIf(
            entry -> {
              Account account = entry.getValue();
              boolean over = test.test(entry.getKey(), account);
              if (over) {
                account.end();
                metrics.remove(Metric.ACCOUNT_USABLE, account.name());
                leaving.add(account);
              }
              return over;
            });
  }

  /** The name of each account of the nodes. */
  private Map<Owner, String> names() {
    List<NodeSpec> all =
        nodes.get().stream().map(Node::spec).sorted(Comparator.comparing(NodeSpec::name)).toList();
    Map<Owner, String> names = new HashMap<>();
    for (NodeSpec node : all) {
      if (!node.billing().account().isEmpty()) {
        names.put(Owner.of(node), node.billing().account());
      }
    }
    Set<String> taken = new HashSet<>(names.values());
    for (NodeSpec node : all) {
      names.computeIfAbsent(
          Owner.of(node),
          any -> {
            String name = free(node.name(), taken);
            taken.add(name);
            return name;
          });
    }
    return names;
  }

  private Account create(Owner owner, String name) {
    Account account = new Account(name, parts);
    accounts.put(owner, account);
    metrics.gauge(
        Metric.ACCOUNT_USABLE,
        () -> account.state() == Account.State.USABLE ? 1 : 0,
        account.name());
    return account;
  }

  /** A name for an account of which no node is known to be there. */
  private String free(String wanted) {
    return free(wanted, accounts.values().stream().map(Account::name).collect(Collectors.toSet()));
  }

  /** {@code wanted}, with a number if another account has that name: a node's may be one, too. */
  private static String free(String wanted, Set<String> taken) {
    String name = wanted;
    for (int i = 2; taken.contains(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }
}
