package io.tidegate.cache;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the cache of this server holds and has done since its start.
 *
 * @param l1 the answers on this server's heap
 * @param l2 the answers that the servers share
 * @param calls what became of calls other than by finding a fresh answer
 * @param byHits the questions asked most, the most asked first
 * @param byBytes those whose answers take most room, the largest first
 */
public record CacheView(Heap l1, Shared l2, Calls calls, List<Hot> byHits, List<Hot> byBytes) {

  public CacheView {
    requireNonNull(l1, "l1");
    requireNonNull(l2, "l2");
    requireNonNull(calls, "calls");
    byHits = List.copyOf(byHits);
    byBytes = List.copyOf(byBytes);
  }

  /**
   * The answers on this server's heap.
   *
   * @param entries how many there are
   * @param bytes about how many bytes they take
   * @param maxBytes how many they may take
   * @param hits how often one was found
   * @param misses how often none was
   * @param evictions how many had to go for others
   */
  public record Heap(
      long entries, long bytes, long maxBytes, long hits, long misses, long evictions) {

    /** The part of all look-ups that found something, 0 to 1; 0 while there were none. */
    public double hitRatio() {
      return ratio(hits, misses);
    }
  }

  /**
   * The answers that the servers share, as this server sees them.
   *
   * @param present whether there is such a level
   * @param hits how often one was found
   * @param misses how often none was
   * @param failures how often it could not be asked, or not in time
   */
  public record Shared(boolean present, long hits, long misses, long failures) {

    /** The part of all look-ups that found something, 0 to 1; 0 while there were none. */
    public double hitRatio() {
      return ratio(hits, misses + failures);
    }
  }

  /**
   * What became of calls.
   *
   * @param flights answers that are being made now
   * @param collapsed calls that joined another's answer
   * @param stale calls that got a stale answer
   */
  public record Calls(long flights, long collapsed, long stale) {}

  /**
   * One question; what it asks is not told.
   *
   * @param key its key, 64 hexadecimal digits
   * @param hits how often it was asked
   * @param bytes about how many bytes its answer takes, 0 if it is not here
   * @param model the model that answers it
   */
  public record Hot(String key, long hits, long bytes, String model) {

    public Hot {
      requireNonNull(key, "key");
      requireNonNull(model, "model");
    }
  }

  private static double ratio(long hits, long others) {
    return hits == 0 ? 0 : (double) hits / (hits + others);
  }
}
