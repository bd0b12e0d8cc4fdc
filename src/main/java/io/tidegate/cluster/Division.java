package io.tidegate.cluster;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fair division of places by max-min fairness: nobody gets more than it wants before everybody
 * has what it wants or an equal part (Bertsekas and Gallager, Data Networks, 6.5.2).
 */
final class Division {

  private static final Comparator<Map.Entry<String, Integer>> MODEST_FIRST =
      Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey());

  private Division() {}

  /**
   * Divides all of {@code places}: what nobody wants is spread evenly, so that a server which wakes
   * up can start at once.
   */
  static Map<String, Integer> divide(int places, Map<String, Integer> wanted) {
    List<Map.Entry<String, Integer>> servers =
        wanted.entrySet().stream().sorted(MODEST_FIRST).toList();
    Map<String, Integer> parts = new HashMap<>();
    int left = places;
    int waiting = servers.size();
    for (Map.Entry<String, Integer> server : servers) {
      int part = Math.min(server.getValue(), left / waiting--);
      parts.put(server.getKey(), part);
      left -= part;
    }
    waiting = servers.size();
    for (Map.Entry<String, Integer> server : servers) {
      int part = left / waiting--;
      parts.merge(server.getKey(), part, Integer::sum);
      left -= part;
    }
    return parts;
  }
}
