package io.tidegate.work;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What waits, by whose it is: one of each who has any is taken in turn, so that nobody's one waits
 * for another's thousands. For one thread at a time; each step takes the same time, however many
 * wait.
 *
 * @param <T> what waits
 */
public final class TenantTurns<T> {

  /** What each who has any has, in order; whose turn is next stands first. */
  private final Map<String, Queue<T>> waiting = new LinkedHashMap<>();

  /** Puts {@code item} behind what {@code who} has already. */
  public void add(String who, T item) {
    waiting.computeIfAbsent(who, first -> new ArrayDeque<>()).add(item);
  }

  /** Whether nobody has anything. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes the next one of whose turn it is, who then stands behind the others.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public T remove() {
    String who = waiting.keySet().iterator().next();
    Queue<T> own = waiting.remove(who);
    T item = own.remove();
    if (!own.isEmpty()) {
      waiting.put(who, own);
    }
    return item;
  }
}
