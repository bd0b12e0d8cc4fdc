package io.tidegate.work;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bounded memory that many share: where it is full, whoever has most in it forgets what it was
 * told longest ago, so that nobody who tells much makes others forget. Thread-safe.
 */
public final class TenantMemory {

  /** What one has told, the last thing last. */
  private static final class Part {
    private final String who;
    private final Set<String> things = new LinkedHashSet<>();
    private long told;

    private Part(String who) {
      this.who = who;
    }

    private int size() {
      return things.size();
    }

    private void forgetEldest() {
      Iterator<String> eldest = things.iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private final int most;
  private final Map<String, Part> parts = new HashMap<>();

  /** The largest last, and of those the one that was told longest ago. */
  private final TreeSet<Part> bySize =
      new TreeSet<>(
          Comparator.comparingInt(Part::size)
              .thenComparing(part -> part.told, Comparator.reverseOrder()));

  private int size;
  private long tellings;

  /** Room for {@code most} things of all together, one at least. */
  public TenantMemory(int most) {
    this.most = most;
  }

  /** Remembers {@code thing} for {@code who}, as the last it was told. */
  public synchronized void tell(String who, String thing) {
    Part part = parts.computeIfAbsent(who, Part::new);
    bySize.remove(part);
    size -= part.size();
    part.things.remove(thing);
    part.things.add(thing);
    part.told = tellings++;
    size += part.size();
    bySize.add(part);
    if (size > most) {
      forget();
    }
  }

  /** Whether {@code who} told {@code thing}, as far as is remembered: it is the last told then. */
  public synchronized boolean knows(String who, String thing) {
    Part part = parts.get(who);
    return part != null && part.things.remove(thing) && part.things.add(thing);
  }

  private void forget() {
    Part largest = bySize.pollLast();
    largest.forgetEldest();
    size--;
    if (largest.size() > 0) {
      bySize.add(largest);
    } else {
      parts.remove(largest.who);
    }
  }
}
