package io.tidegate.cache.tiers;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Notes that servers share in a simulated network, which is cut, hangs, and forgets. */
final class SimulatedNotes {

  /** What happens while a server talks to the notes. */
  interface Meanwhile {
    void happen(String server) throws IOException;
  }

  private Map<String, String> texts = new HashMap<>();
  private Map<String, String> others = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Set<String> deaf = new HashSet<>();
  Meanwhile meanwhile = server -> {};

  /** The notes as {@code server} reaches them. */
  SharedNotes of(String server) {
    return new SharedNotes() {
      @Override
      public String get(String name) throws IOException {
        meanwhile.happen(server);
        return side(server).get(name);
      }

      @Override
      public boolean replace(String name, String before, String after) throws IOException {
        meanwhile.happen(server);
        Map<String, String> side = side(server);
        String there = side.get(name);
        if (before == null ? there != null : !before.equals(there)) {
          return false;
        }
        side.put(name, after);
        meanwhile.happen(server);
        return true;
      }
    };
  }

  private Map<String, String> side(String server) throws IOException {
    if (deaf.contains(server)) {
      throw new IOException("unreachable");
    }
    return cut.contains(server) ? others : texts;
  }

  /** Cuts {@code side} off from the rest; each side goes on with its own copy. */
  void cut(Set<String> side) {
    cut.addAll(side);
    others = new HashMap<>(texts);
  }

  /** Joins the sides; one copy is lost. */
  void heal(boolean keepOthers) {
    texts = isCut() && keepOthers ? others : texts;
    cut.clear();
    deaf.clear();
  }

  boolean isCut() {
    return !cut.isEmpty();
  }

  /** Whether every server reaches the same notes. */
  boolean whole() {
    return cut.isEmpty() && deaf.isEmpty();
  }

  /** Makes {@code server} reach nothing. */
  void deafen(String server) {
    deaf.add(server);
  }

  /** Loses everything. */
  void forget() {
    texts.clear();
  }

  String text() {
    return texts.get("purges");
  }

  @Override
  public String toString() {
    return "cut " + cut + " deaf " + deaf + " texts " + texts + " others " + others;
  }
}
