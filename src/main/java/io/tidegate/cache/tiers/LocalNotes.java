package io.tidegate.cache.tiers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The notes of a server that is alone: it shares them with itself. Thread-safe. */
public final class LocalNotes implements SharedNotes {

  private final Map<String, String> notes = new ConcurrentHashMap<>();

  @Override
  public String get(String name) {
    return notes.get(name);
  }

  @Override
  public boolean replace(String name, String before, String after) {
    if (before == null) {
      return after == null || notes.putIfAbsent(name, after) == null;
    }
    return after == null ? notes.remove(name, before) : notes.replace(name, before, after);
  }
}
