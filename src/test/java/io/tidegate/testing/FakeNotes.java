package io.tidegate.testing;

import io.tidegate.cache.tiers.SharedNotes;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Notes that the servers of a test share, and that can be put out of reach. Thread-safe. */
public final class FakeNotes implements SharedNotes {

  /** What can be wrong with them. */
  public enum Trouble {
    NONE,
    /** Nothing is read or written. */
    OUT_OF_REACH,
    /** What is written is written, but nobody is told so. */
    SILENT_ONCE
  }

  private final Map<String, String> notes = new ConcurrentHashMap<>();
  private volatile Trouble trouble = Trouble.NONE;

  /** Has {@code next} from now on. */
  public void trouble(Trouble next) {
    trouble = next;
  }

  /** The longest note. */
  public int longest() {
    return notes.values().stream().mapToInt(String::length).max().orElse(0);
  }

  @Override
  public String get(String name) throws IOException {
    reach();
    return notes.get(name);
  }

  @Override
  public synchronized boolean replace(String name, String before, String after) throws IOException {
    reach();
    boolean done = Objects.equals(notes.get(name), before);
    if (done && after != null) {
      notes.put(name, after);
    } else if (done) {
      notes.remove(name);
    }
    if (trouble == Trouble.SILENT_ONCE) {
      trouble = Trouble.NONE;
      throw new IOException("no reply");
    }
    return done;
  }

  private void reach() throws IOException {
    if (trouble == Trouble.OUT_OF_REACH) {
      throw new IOException("out of reach");
    }
  }
}
