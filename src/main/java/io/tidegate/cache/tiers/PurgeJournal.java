package io.tidegate.cache.tiers;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.answer.Origin;
import io.tidegate.cache.key.CacheKey;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The purges that every server knows, numbered.
 *
 * <p>An entry carries the number of the newest purge that was known when its making began; later
 * purges that cover it void it, whoever made it and wherever it lies. Thread-safe.
 *
 * <p>The journal lies in the shared notes and is read at each {@link #tick}: a message that is lost
 * delays nothing. A purge gets its number when it is written there; before, it voids all that it
 * covers here, whenever that was made. A server that finds the journal lost, or with another past
 * than its own (a cluster was divided, and one side's notes were kept), purges everything: that is
 * always safe.
 */
public final class PurgeJournal {

  private static final Logger LOG = System.getLogger(PurgeJournal.class.getName());
  private static final String NAME = "purges";
  private static final int MOST = 1_000;
  private static final int TRIES = 3;

  /**
   * What this server knows at one moment.
   *
   * @param epoch the newest number; -1 before the first reading
   * @param pending made here and not yet written
   */
  private record Known(long epoch, Purges purges, List<Purge> pending) {}

  private final SharedNotes notes;
  private final long retention;
  private final InstantSource wall;
  private final RandomGenerator random;
  private final List<Consumer<PurgeScope>> listeners = new CopyOnWriteArrayList<>();
  private final Object ticking = new Object();
  private volatile Known known;
  private String lastRead = "";

  /**
   * A journal that knows nothing yet.
   *
   * @param notes where the servers share it; null for a server that is alone
   * @param retention after what time a purge may be forgotten: twice that for which any entry is of
   *     use, so that servers' clocks may differ by half of it
   */
  public PurgeJournal(
      SharedNotes notes, Duration retention, InstantSource wall, RandomGenerator random) {
    this.notes = notes;
    this.retention = retention.toMillis();
    this.wall = requireNonNull(wall, "wall");
    this.random = requireNonNull(random, "random");
    this.known = new Known(notes == null ? 0 : -1, Purges.NONE, List.of());
  }

  /**
   * The newest purge that is known; -1 while the shared journal has not been read.
   *
   * <p>While it is -1, nothing may be taken from the shared tier: purges may have voided it. What
   * is made then is void once the first one that covers it is known.
   */
  public long epoch() {
    return known.epoch();
  }

  /** How many purges made here the other servers cannot know yet. */
  public int pending() {
    return known.pending().size();
  }

  /** Whether no purge since has voided {@code entry}. */
  boolean valid(CacheKey key, Entry entry) {
    return valid(key, entry.origin(), entry.epoch());
  }

  /** Whether no purge since {@code epoch} has voided an answer to {@code key} from there. */
  boolean valid(CacheKey key, Origin origin, long epoch) {
    Known now = known;
    return !covered(now.pending(), key, origin) && !covered(now.purges().after(epoch), key, origin);
  }

  private static boolean covered(List<Purge> purges, CacheKey key, Origin origin) {
    for (Purge purge : purges) {
      if (purge.scope().covers(key, origin)) {
        return true;
      }
    }
    return false;
  }

  /** Is told of each purge, this server's and the others', once it counts in {@link #valid}. */
  public void onPurge(Consumer<PurgeScope> listener) {
    listeners.add(listener);
  }

  /** Voids all that {@code scope} covers, here at once. */
  public void purge(PurgeScope scope) {
    Purge purge = made(scope);
    synchronized (this) {
      Known now = known;
      if (notes == null) {
        know(bounded(now.purges().with(List.of(purge))), List.of());
      } else {
        List<Purge> pending = new ArrayList<>(now.pending());
        pending.add(purge);
        known = new Known(now.epoch(), now.purges(), List.copyOf(pending));
      }
    }
    tell(List.of(purge));
  }

  private Purge made(PurgeScope scope) {
    return new Purge(0, Long.toHexString(random.nextLong()), wall.millis(), scope);
  }

  /**
   * Reads the shared journal and writes what is pending; waits for the notes, so never to be called
   * by a thread that serves a request. To be called every 250 ms, and at will after a purge.
   */
  public void tick() {
    if (notes == null) {
      return;
    }
    synchronized (ticking) {
      try {
        boolean done = false;
        for (int i = 0; i < TRIES && !done; i++) {
          done = exchange();
        }
      } catch (IOException later) {
        LOG.log(Level.DEBUG, "the shared journal was not read", later);
      }
    }
  }

  private boolean exchange() throws IOException {
    String before = notes.get(NAME);
    Known now = known;
    if (lastRead.equals(before) && now.pending().isEmpty()) {
      return true;
    }
    Purges shared = Purges.parse(before);
    Purges next = next(now, shared);
    String after = next.equals(shared) ? before : next.text();
    if (!after.equals(before) && !notes.replace(NAME, before, after)) {
      return false;
    }
    lastRead = after;
    learn(now, next);
    return true;
  }

  /** What the shared journal has to be. */
  private Purges next(Known now, Purges shared) {
    if (shared.list().isEmpty()) {
      return topped(now.purges(), now);
    }
    if (!shared.continues(now.purges())) {
      return topped(shared, now);
    }
    List<Purge> missing = now.pending().stream().filter(purge -> !shared.has(purge)).toList();
    return missing.isEmpty() ? shared : bounded(shared.with(missing));
  }

  /**
   * {@code past} and on top of it a purge of all that any server has made: the number is beyond
   * those of a journal that was lost, if no server's clock is far off.
   */
  private Purges topped(Purges past, Known now) {
    LOG.log(Level.INFO, "a new journal of purges begins: all stored answers are dropped");
    long number = Math.max(wall.millis(), Math.max(now.epoch(), past.newest()) + 1);
    return past.last(MOST / 2).and(made(PurgeScope.ALL).in(number));
  }

  /** Half of too many go; if an entry may be in use that one of those voids, all are purged. */
  private Purges bounded(Purges purges) {
    if (purges.list().size() <= MOST) {
      return purges;
    }
    Purges kept = purges.last(MOST / 2);
    long forgotten = wall.millis() - retention;
    boolean old =
        purges.list().stream()
            .limit(purges.list().size() - MOST / 2)
            .allMatch(purge -> purge.at() < forgotten);
    return old ? kept : kept.with(List.of(made(PurgeScope.ALL)));
  }

  /** Takes over {@code next}, which holds all that was pending in {@code before}. */
  private void learn(Known before, Purges next) {
    Purges own = new Purges(before.pending());
    List<Purge> unknown =
        next.after(before.epoch()).stream().filter(purge -> !own.has(purge)).toList();
    synchronized (this) {
      List<Purge> pending = new ArrayList<>(known.pending());
      pending.removeAll(before.pending());
      know(next, pending);
    }
    tell(unknown);
  }

  private void know(Purges purges, List<Purge> pending) {
    known = new Known(purges.newest(), purges, List.copyOf(pending));
  }

  private void tell(List<Purge> purges) {
    purges.forEach(purge -> listeners.forEach(listener -> listener.accept(purge.scope())));
  }
}
