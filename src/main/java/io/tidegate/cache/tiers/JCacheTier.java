package io.tidegate.cache.tiers;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.FailureException;
import io.tidegate.sealing.SealedPlace;
import io.tidegate.sealing.Sealing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.spi.CachingProvider;

/**
 * The shared tier over JCache (JSR 107): answers, the leases on their making, and notes.
 *
 * <p>Its methods wait for the provider, and throw an {@link IOException} for all that the provider
 * throws, and before {@link #open} and after {@link #close}. Only texts and bytes are stored, so
 * that no class of ours is ever serialised. Thread-safe.
 */
public final class JCacheTier implements SharedNotes, AutoCloseable {

  /** How long a lease lasts without a renewal. */
  public static final Duration LEASE = Duration.ofSeconds(5);

  private static final String ANSWERS = "tidegate-answers";

  /** Answers outlast their use a little: the servers' clocks differ. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private record Caches(
      CacheManager home,
      Cache<String, byte[]> answers,
      Cache<String, String> leases,
      Cache<String, String> notes) {}

  private interface Question<T> {
    T ask(Caches caches);
  }

  private final SharedStore store;
  private final Duration keep;
  private final Duration lease;
  private final Sealing sealing;
  private volatile Caches caches;
  private boolean closed;

  /** A tier in {@code store}, not yet opened, whose answers {@code sealing} seals. */
  public JCacheTier(SharedStore store, CacheConfig config, Sealing sealing) {
    this(store, config.usable().plus(MARGIN), LEASE, sealing);
  }

  /**
   * A tier in {@code store}, not yet opened.
   *
   * @param keep how long answers are kept after they were put
   * @param lease how long a lease lasts without a renewal
   */
  JCacheTier(SharedStore store, Duration keep, Duration lease, Sealing sealing) {
    this.sealing = requireNonNull(sealing, "sealing");
    this.store = requireNonNull(store, "store");
    this.keep = requireNonNull(keep, "keep");
    this.lease = requireNonNull(lease, "lease");
  }

  /** Whether there is a store. */
  public boolean present() {
    return store.present();
  }

  /** Connects to the store, if that has not been done; may take seconds, and be tried again. */
  public synchronized void open() throws IOException {
    if (caches != null || closed) {
      return;
    }
    try {
      caches = caches(home());
    } catch (RuntimeException | LinkageError broken) {
      throw new IOException("the shared tier cannot be opened", broken);
    }
  }

  private Caches caches(CacheManager home) {
    try {
      return new Caches(
          home,
          cache(home, ANSWERS, byte[].class, after(keep)),
          cache(home, "tidegate-flights", String.class, after(lease)),
          cache(home, "tidegate-notes", String.class, EternalExpiryPolicy.factoryOf()));
    } catch (RuntimeException broken) {
      home.close();
      throw broken;
    }
  }

  /**
   * A manager of our own: JCache knows one provider per class loader, which has one manager per URI
   * whatever the properties. It must use the provider's loader: Hazelcast makes a foreign one part
   * of the caches' names, which then differ between servers.
   */
  private CacheManager home() {
    ClassLoader ours = new ClassLoader(JCacheTier.class.getClassLoader()) {};
    CachingProvider provider = Caching.getCachingProvider(store.provider(), ours);
    Properties properties = new Properties();
    properties.putAll(store.properties());
    URI uri = store.uri().isEmpty() ? provider.getDefaultURI() : URI.create(store.uri());
    return provider.getCacheManager(uri, provider.getDefaultClassLoader(), properties);
  }

  /** The cache, which another server may have made. */
  private static <V> Cache<String, V> cache(
      CacheManager home, String name, Class<V> values, Factory<ExpiryPolicy> expiry) {
    Cache<String, V> known = home.getCache(name, String.class, values);
    if (known != null) {
      return known;
    }
    try {
      return home.createCache(
          name,
          new MutableConfiguration<String, V>()
              .setTypes(String.class, values)
              .setExpiryPolicyFactory(expiry));
    } catch (CacheException madeMeanwhile) {
      return home.getCache(name, String.class, values);
    }
  }

  /** So long after the last writing: what is written again lives on. */
  private static Factory<ExpiryPolicy> after(Duration time) {
    return ModifiedExpiryPolicy.factoryOf(
        new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, time.toMillis()));
  }

  /** The stored bytes of an entry; null if there are none, or none that can be opened here. */
  byte[] get(CacheKey key) throws IOException {
    byte[] stored = ask(now -> now.answers().get(key.hex()));
    try {
      return stored == null ? null : sealing.open(place(key), stored);
    } catch (FailureException sealedElsewhere) {
      return null;
    }
  }

  /** Stores the bytes of an entry. */
  void put(CacheKey key, byte[] entry) throws IOException {
    byte[] sealed = sealing.seal(place(key), entry);
    tell(now -> now.answers().put(key.hex(), sealed));
  }

  private static SealedPlace place(CacheKey key) {
    return new SealedPlace(ANSWERS, key.hex());
  }

  /** Forgets an entry. */
  void remove(CacheKey key) throws IOException {
    tell(now -> now.answers().remove(key.hex()));
  }

  /** Takes or renews the lease of {@code key}: whether it is {@code server}'s from now on. */
  boolean lease(CacheKey key, String server) throws IOException {
    return ask(
        now ->
            now.leases().putIfAbsent(key.hex(), server)
                || now.leases().replace(key.hex(), server, server));
  }

  /** Gives the lease of {@code key} back, if it is still {@code server}'s. */
  void release(CacheKey key, String server) throws IOException {
    tell(now -> now.leases().remove(key.hex(), server));
  }

  @Override
  public String get(String name) throws IOException {
    return ask(now -> now.notes().get(name));
  }

  @Override
  public boolean replace(String name, String before, String after) throws IOException {
    return ask(
        now -> {
          if (before == null) {
            return now.notes().putIfAbsent(name, after);
          }
          return after == null
              ? now.notes().remove(name, before)
              : now.notes().replace(name, before, after);
        });
  }

  private void tell(Consumer<Caches> deed) throws IOException {
    Boolean unused =
        ask(
            now -> {
              deed.accept(now);
              return true;
            });
  }

  private <T> T ask(Question<T> question) throws IOException {
    Caches now = caches;
    if (now == null) {
      throw new IOException("the shared tier is not open");
    }
    try {
      return question.ask(now);
    } catch (RuntimeException unreachable) {
      throw new IOException("the shared tier does not answer", unreachable);
    }
  }

  /** Ends the connection; a Hazelcast member that the store names by its instance goes on. */
  @Override
  public synchronized void close() {
    closed = true;
    Caches last = caches;
    caches = null;
    if (last != null) {
      last.home().close();
    }
  }
}
