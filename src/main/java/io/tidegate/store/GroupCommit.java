package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import io.tidegate.work.TenantTurns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Lets what many threads want to commit at the same time share one transaction: a commit costs much
 * the same for one row as for a hundred (DeWitt et al., "Implementation Techniques for Main Memory
 * Database Systems", SIGMOD 1984). Those who have items wait in turns, so that nobody's one waits
 * for another's thousands.
 *
 * <p>Thread-safe; never blocks its callers.
 *
 * <p>INVARIANT: at most one transaction of a group is under way, and while there are items, one is
 * or is about to be.
 *
 * @param <T> what is committed
 * @param <R> what becomes of it
 */
public final class GroupCommit<T, R> {

  private record Item<T, R>(T value, CompletableFuture<R> fate) {}

  private final Executor executor;
  private final Function<List<T>, List<R>> transaction;
  private final int most;
  private final Function<T, String> owner;

  private final TenantTurns<Item<T, R>> waiting = new TenantTurns<>();
  private boolean underWay;

  /**
   * Commits by {@code transaction}, which does all or nothing and gives a result for each item, in
   * order.
   *
   * @param executor on which it runs, one transaction at a time
   * @param most the most items of a transaction
   * @param owner whose an item is: groups are filled with one item of each in turn
   */
  public GroupCommit(
      Executor executor,
      Function<List<T>, List<R>> transaction,
      int most,
      Function<T, String> owner) {
    this.executor = requireNonNull(executor, "executor");
    this.transaction = requireNonNull(transaction, "transaction");
    this.most = most;
    this.owner = requireNonNull(owner, "owner");
  }

  /**
   * Commits {@code item} with others; if they fail together, each is tried alone.
   *
   * @return what became of it; completed on the executor, and fails as the transaction does
   */
  public CompletionStage<R> add(T item) {
    CompletableFuture<R> fate = new CompletableFuture<>();
    String who = owner.apply(item);
    boolean first;
    synchronized (this) {
      waiting.add(who, new Item<>(item, fate));
      first = !underWay;
      underWay = true;
    }
    if (first) {
      begin();
    }
    return fate;
  }

  private void begin() {
    try {
      executor.execute(this::commitAll);
    } catch (RejectedExecutionException busy) {
      for (List<Item<T, R>> group = next(); !group.isEmpty(); group = next()) {
        group.forEach(item -> item.fate().completeExceptionally(busy));
      }
    }
  }

  private void commitAll() {
    for (List<Item<T, R>> group = next(); !group.isEmpty(); group = next()) {
      commit(group);
    }
  }

  /** The items of the next transaction; none, and then nobody is under way any more. */
  private synchronized List<Item<T, R>> next() {
    List<Item<T, R>> group = new ArrayList<>();
    while (group.size() < most && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    underWay = !group.isEmpty();
    return group;
  }

  private void commit(List<Item<T, R>> group) {
    List<R> fates;
    try {
      fates = transaction.apply(group.stream().map(Item::value).toList());
    } catch (RuntimeException | Error failed) {
      // An error, too: whoever waits for an item waits for ever otherwise, and so do all after it.
      apart(group, failed);
      return;
    }
    for (int at = 0; at < fates.size(); at++) {
      group.get(at).fate().complete(fates.get(at));
    }
  }

  /**
   * Bad items must not take others down with them, however many there are; two in a row that tell
   * of the database say that each of the others would only wait as long.
   */
  private void apart(List<Item<T, R>> group, Throwable together) {
    Throwable away = group.size() == 1 ? together : null;
    int inARow = 0;
    for (Item<T, R> item : group) {
      Throwable failed = away == null ? alone(item) : away;
      inARow = failed != null && isAway(failed) ? inARow + 1 : 0;
      away = inARow == 2 ? failed : away;
      if (failed != null) {
        item.fate().completeExceptionally(failed);
      }
    }
  }

  private static boolean isAway(Throwable failed) {
    return failed instanceof Error || (failed instanceof StoreException store && !store.ofRows());
  }

  private Throwable alone(Item<T, R> item) {
    try {
      item.fate().complete(transaction.apply(List.of(item.value())).get(0));
      return null;
    } catch (RuntimeException | Error failed) {
      return failed;
    }
  }
}
