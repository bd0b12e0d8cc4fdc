package io.tidegate.cache.hot;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.TenantId;
import io.tidegate.tracing.Span;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What is asked most, on this server and together with the others.
 *
 * <p>It also keeps what is needed to ask the same again, in memory only and within a budget of
 * bytes; where that does not suffice, the questions asked least are counted without. Thread-safe: a
 * call is counted under a lock, in less than a microsecond.
 */
public final class HotKeys {

  /**
   * How much is kept.
   *
   * @param counters how many questions are counted
   * @param halfLife after which time an asking counts half
   * @param bytes the most that bodies may take together, over four times {@code largest}
   * @param largest the largest body that is kept, in bytes
   * @param tells whether other servers are told the bodies, beside the counts
   */
  public record Limits(int counters, Duration halfLife, int bytes, int largest, boolean tells) {

    /**
     * A half-life of 6 h: at 02:00 an asking of the last working hours still counts about 2/5, one
     * of the morning 1/8, and the whole day before a sixteenth of this one, so that the list is
     * yesterday's and neither the last hour's nor last week's.
     */
    public static final Limits DEFAULT = new Limits(1000, Duration.ofHours(6), 16 << 20, 256 << 10);

    public Limits {
      requireNonNull(halfLife, "halfLife");
      if (bytes / 4 < largest + OVERHEAD) {
        throw new IllegalArgumentException("bytes must be over four times largest");
      }
    }

    /** Limits of what other servers are told, too. */
    public Limits(int counters, Duration halfLife, int bytes, int largest) {
      this(counters, halfLife, bytes, largest, true);
    }

    /** The same limits, with the bodies told or not. */
    public Limits telling(boolean bodies) {
      return new Limits(counters, halfLife, bytes, largest, bodies);
    }
  }

  /** How many questions a server tells the others of. */
  static final int SHARED = 200;

  /** What a body costs beside its bytes, about. */
  private static final int OVERHEAD = 256;

  private record Kept(Call call, String model) {

    int cost() {
      return call.request().size() + OVERHEAD;
    }

    RepeatableRequest wording() {
      return new RepeatableRequest(
          model, call.operation(), call.tenant(), call.terms().pinned(), call.request().body());
    }
  }

  private final LongSupplier clock;
  private final InstantSource wall;
  private final String server;
  private final Limits limits;
  private final SpaceSaving<CacheKey> counts;
  private final Map<CacheKey, Kept> kept = new HashMap<>();
  private long bytes;

  /** Nothing was asked yet, and the usual is kept. */
  public HotKeys(LongSupplier clock, InstantSource wall, String server) {
    this(clock, wall, server, Limits.DEFAULT);
  }

  /**
   * Nothing was asked yet.
   *
   * @param wall dates what other servers are told
   * @param server the name they know this one by; a new one at each start, so that what was told
   *     before it stays
   */
  public HotKeys(LongSupplier clock, InstantSource wall, String server, Limits limits) {
    this.clock = requireNonNull(clock, "clock");
    this.wall = requireNonNull(wall, "wall");
    this.server = requireNonNull(server, "server");
    this.limits = requireNonNull(limits, "limits");
    this.counts = new SpaceSaving<>(limits.counters(), limits.halfLife(), clock.getAsLong());
  }

  /**
   * Counts that {@code call} asked for {@code key}; {@code model} serves it.
   *
   * <p>Calls that take no stored answer, or whose answer must not be stored, do not count: nothing
   * could be kept warm for them, and a warm-up must not heat what it asks.
   */
  public void asked(CacheKey key, Call call, String model) {
    Caching said = call.terms().caching();
    boolean own = call.tenant().equals(TenantId.GATEWAY);
    // A question that is kept is its body alone.
    boolean more = !call.terms().features().betas().isEmpty();
    if (own || more || said.noCache() || said.noStore()) {
      return;
    }
    long now = clock.getAsLong();
    synchronized (counts) {
      CacheKey pushedOut = counts.hit(key, now);
      if (pushedOut != null) {
        forget(pushedOut);
      }
      if (!kept.containsKey(key) && call.request().size() <= limits.largest()) {
        keep(key, new Kept(call.within(Span.none()), model), now);
      }
    }
  }

  /** The {@code n} questions that are asked most, here, the hottest first. */
  public List<HotKey> top(int n) {
    return list(n).keys();
  }

  /** The bytes that kept bodies take, about. */
  public long bytes() {
    synchronized (counts) {
      return bytes;
    }
  }

  /**
   * Tells the other servers what is asked here; false if they could not be told. It may wait, so it
   * is not for a thread that serves a request.
   */
  public boolean publish(SharedNotes notes) {
    return new HotNotes(notes, server, wall).publish(list(SHARED, limits.tells()));
  }

  /**
   * The {@code n} questions that are asked most on all servers; here, if the others cannot be
   * asked. It may wait, so it is not for a thread that serves a request.
   */
  public List<HotKey> everywhere(SharedNotes notes, int n) {
    HotList all = list(Math.max(n, SHARED));
    for (HotList theirs : new HotNotes(notes, server, wall).others()) {
      all = all.merge(theirs, limits.halfLife(), Math.max(n, SHARED));
    }
    return all.keys().stream().limit(n).toList();
  }

  /** Forgets the bodies of what was purged of a tenant, or by its key; it is still counted. */
  public void purge(PurgeScope scope) {
    synchronized (counts) {
      List<CacheKey> gone =
          kept.entrySet().stream()
              .filter(item -> names(scope, item.getKey(), item.getValue().call()))
              .map(Map.Entry::getKey)
              .toList();
      gone.forEach(this::forget);
    }
  }

  private static boolean names(PurgeScope scope, CacheKey key, Call call) {
    return switch (scope.kind()) {
      case ALL, MODEL -> false;
      case TENANT -> call.tenant().value().equals(scope.value());
      case KEY -> key.hex().equals(scope.value());
    };
  }

  private HotList list(int n) {
    return list(n, true);
  }

  private HotList list(int n, boolean worded) {
    long now = clock.getAsLong();
    synchronized (counts) {
      HeavyHitters<CacheKey> tally = counts.tally(n, now);
      Map<CacheKey, RepeatableRequest> wordings = new HashMap<>();
      for (HeavyHitters.Counted<CacheKey> counted : tally.counted()) {
        Kept question = kept.get(counted.key());
        if (question != null && worded) {
          wordings.put(counted.key(), question.wording());
        }
      }
      return new HotList(wall.millis(), tally, wordings);
    }
  }

  private void keep(CacheKey key, Kept question, long now) {
    if (bytes + question.cost() > limits.bytes()) {
      makeRoom(now);
    }
    kept.put(key, question);
    bytes += question.cost();
  }

  /** Frees a quarter at once, so that the counters are sorted for many bodies and not for each. */
  private void makeRoom(long now) {
    List<HeavyHitters.Counted<CacheKey>> hottest = counts.tally(limits.counters(), now).counted();
    for (int i = hottest.size() - 1; i >= 0 && bytes > limits.bytes() / 4 * 3L; i--) {
      forget(hottest.get(i).key());
    }
  }

  private void forget(CacheKey key) {
    Kept question = kept.remove(key);
    if (question != null) {
      bytes -= question.cost();
    }
  }
}
