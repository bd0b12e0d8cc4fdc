package io.tidegate.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which servers hold how many places of one limit, until when: one entry of the shared map.
 *
 * <p>Its text is {@code id=places,wanted,end,remainder} for each server, with semicolons between:
 * plain text, so that servers of different versions need no classes of each other. A fifth field of
 * 0 follows where the server has only heard of the limit. Servers of the version before leave it
 * out, and drop it from what others wrote: then all count as having the limit, and it stays.
 */
record Ledger(SortedMap<String, ServerShare> holdings) {

  private static final int FIELDS = 4;

  Ledger {
    holdings = Collections.unmodifiableSortedMap(new TreeMap<>(holdings));
  }

  /** The ledger in {@code text}; null is an empty one; a later version may add fields. */
  static Ledger parse(String text) {
    SortedMap<String, ServerShare> holdings = new TreeMap<>();
    for (String item : text == null ? new String[0] : text.split(";", -1)) {
      int equals = item.indexOf('=');
      String[] fields = item.substring(equals + 1).split(",", -1);
      if (equals > 0 && fields.length >= FIELDS) {
        holdings.put(item.substring(0, equals), holding(fields));
      }
    }
    return new Ledger(holdings);
  }

  private static ServerShare holding(String[] fields) {
    return new ServerShare(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        Long.parseLong(fields[2]),
        "1".equals(fields[3]),
        fields.length == FIELDS || !"0".equals(fields[FIELDS]));
  }

  /** The text for the shared map. */
  String text() {
    return holdings.entrySet().stream()
        .map(entry -> item(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(";"));
  }

  private static String item(String server, ServerShare holding) {
    String numbers = holding.places() + "," + holding.wanted() + "," + holding.end();
    return server + "=" + numbers + "," + (holding.remainder() ? 1 : 0) + unknown(holding);
  }

  private static String unknown(ServerShare holding) {
    return holding.known() ? "" : ",0";
  }

  /** Whether all {@code members} have said that they do not have the limit, and nobody has. */
  boolean isOfNobody(Set<String> members) {
    return holdings.keySet().containsAll(members)
        && holdings.values().stream().allMatch(ServerShare::isIdle);
  }

  /** This ledger without the servers that are not among {@code members}. */
  Ledger of(Set<String> members) {
    SortedMap<String, ServerShare> kept = new TreeMap<>(holdings);
    kept.keySet().retainAll(members);
    return new Ledger(kept);
  }

  /** This ledger without {@code server}. */
  Ledger without(String server) {
    SortedMap<String, ServerShare> kept = new TreeMap<>(holdings);
    kept.remove(server);
    return new Ledger(kept);
  }

  /** This ledger with {@code holding} for {@code server}. */
  Ledger with(String server, ServerShare holding) {
    SortedMap<String, ServerShare> kept = new TreeMap<>(holdings);
    kept.put(server, holding);
    return new Ledger(kept);
  }

  /** Whether a lease had ended at {@code time}. */
  boolean ended(long time) {
    return holdings.values().stream().anyMatch(holding -> holding.end() < time);
  }

  /** The servers that have claimed one of the places left over. */
  Set<String> claiming() {
    return holdings.entrySet().stream()
        .filter(entry -> entry.getValue().remainder())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The places each server would like to have. */
  Map<String, Integer> wanted() {
    return holdings.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().wanted()));
  }
}
