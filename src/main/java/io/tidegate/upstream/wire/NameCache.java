package io.tidegate.upstream.wire;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of hosts, from memory.
 *
 * <p>A name server may take as long as it likes, and no thread that serves calls may wait for it.
 * So names are looked up on threads of their own, each by one thread at most, and what was found
 * once is used until something else is found. Thread-safe.
 */
public final class NameCache {

  /** Looks up a name; may block for as long as it likes. */
  @FunctionalInterface
  public interface Lookup {
    /**
     * All addresses of {@code host}.
     *
     * @throws UnknownHostException if it has none, or nobody can tell
     */
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private static final Logger LOG = System.getLogger(NameCache.class.getName());

  /** The machine remembers names for half a minute by itself; asking it again costs nothing. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern V6 = Pattern.compile("\\[?[0-9a-f.]*:[0-9a-f.:]*(%\\w+)?]?");

  private final Lookup lookup;
  private final Executor executor;
  private final LongSupplier clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * An empty memory.
   *
   * @param lookup looks names up
   * @param executor on which that waits; one name that hangs takes one of its threads
   * @param clock nanoseconds
   */
  public NameCache(Lookup lookup, Executor executor, LongSupplier clock) {
    this.lookup = lookup;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Looks {@code hosts} up whose addresses are unknown or no longer fresh, and forgets all others;
   * never waits. To be called every second or so.
   */
  public void refresh(Collection<String> hosts) {
    Set<String> names = hosts.stream().map(NameCache::key).collect(Collectors.toSet());
    entries
        .entrySet()
        .removeIf(entry -> !names.contains(entry.getKey()) && entry.getValue().rests());
    long now = clock.getAsLong();
    for (String name : names) {
      if (!literal(name)) {
        entries.computeIfAbsent(name, Entry::new).refresh(now);
      }
    }
  }

  /** What is wrong with the name of {@code host}, in a sentence, or nothing. */
  public Optional<String> trouble(String host) {
    return Optional.ofNullable(entries.get(key(host))).flatMap(Entry::trouble);
  }

  /**
   * The addresses of {@code host}, the one that was connected to last first; complete at once if
   * they are known, and else when they have been looked up.
   */
  CompletableFuture<List<InetAddress>> addresses(String host) {
    String name = key(host);
    if (literal(name)) {
      return ofLiteral(name);
    }
    return entries.computeIfAbsent(name, Entry::new).addresses();
  }

  /** Learns that {@code address} of {@code host} was connected to; it is then tried first. */
  void connected(String host, InetAddress address) {
    Optional.ofNullable(entries.get(key(host))).ifPresent(entry -> entry.prefer(address));
  }

  private static String key(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean literal(String host) {
    return V4.matcher(host).matches() || V6.matcher(host).matches();
  }

  private static CompletableFuture<List<InetAddress>> ofLiteral(String host) {
    try {
      return CompletableFuture.completedFuture(List.of(InetAddress.getByName(host)));
    } catch (UnknownHostException malformed) {
      return CompletableFuture.failedFuture(malformed);
    }
  }

  /** What is known of one name; its lock is never held while anything is waited for. */
  private final class Entry {

    private final String name;
    private List<InetAddress> known = List.of();
    private InetAddress preferred;
    private CompletableFuture<List<InetAddress>> looking;
    private long asked;
    private boolean everAsked;
    private boolean failing;

    Entry(String name) {
      this.name = name;
    }

    synchronized boolean rests() {
      return looking == null;
    }

    synchronized void prefer(InetAddress address) {
      preferred = address;
    }

    synchronized Optional<String> trouble() {
      if (known.isEmpty()) {
        return Optional.of("the host name " + name + (failing ? " is unknown" : " is looked up"));
      }
      return failing
          ? Optional.of("the host name " + name + " is looked up in vain; old addresses are used")
          : Optional.empty();
    }

    /** A copy, so that the caller may give up its own wait. */
    synchronized CompletableFuture<List<InetAddress>> addresses() {
      if (!known.isEmpty()) {
        return CompletableFuture.completedFuture(inOrder());
      }
      return look().copy();
    }

    private List<InetAddress> inOrder() {
      if (preferred == null || !known.contains(preferred)) {
        return known;
      }
      return Stream.concat(Stream.of(preferred), known.stream().filter(a -> !a.equals(preferred)))
          .toList();
    }

    synchronized void refresh(long now) {
      if (!everAsked || now - asked >= FRESH.toNanos()) {
        var unused = look();
      }
    }

    private CompletableFuture<List<InetAddress>> look() {
      if (looking != null) {
        return looking;
      }
      CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
      looking = found;
      try {
        executor.execute(() -> lookUp(found));
        asked = clock.getAsLong();
        everAsked = true;
      } catch (RuntimeException refused) {
        // Nobody was asked: nothing is learned of the name, and the next one tries again.
        looking = null;
        found.completeExceptionally(NoWayException.withoutThread());
      }
      return found;
    }

    private void lookUp(CompletableFuture<List<InetAddress>> found) {
      List<InetAddress> addresses = List.of();
      Throwable failure = new UnknownHostException(name);
      try {
        addresses = List.of(lookup.of(name));
      } catch (UnknownHostException | RuntimeException | Error unknown) {
        failure = unknown;
      }
      over(addresses);
      if (addresses.isEmpty()) {
        found.completeExceptionally(failure);
      } else {
        found.complete(addresses);
      }
    }

    private synchronized void over(List<InetAddress> addresses) {
      looking = null;
      known = addresses.isEmpty() ? known : addresses;
      if (failing == addresses.isEmpty()) {
        return;
      }
      failing = addresses.isEmpty();
      LOG.log(
          failing ? Level.WARNING : Level.INFO,
          failing ? "the host name {0} cannot be looked up" : "the host name {0} is known again",
          name);
    }
  }
}
