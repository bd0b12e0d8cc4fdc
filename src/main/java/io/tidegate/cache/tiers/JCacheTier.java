package io.tidegate.cache.tiers;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static java.util.function.Function.identity;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.FailureException;
import io.tidegate.sealing.SealedPlace;
import io.tidegate.sealing.Sealing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * <p>Its stages fail after 150 ms without an answer, the wait for a thread left out, and with an
 * {@link IOException} for all that the provider throws, and before {@link #open} and after {@link
 * #close}; with a provider other than Hazelcast the caller's thread waits for them. Its notes wait
 * for five seconds at most. Only texts and bytes are stored, so that no class of ours is ever
 * serialised. Thread-safe.
 */
public final class JCacheTier implements SharedTier, SharedNotes, AutoCloseable {

  /** How long a lease lasts without a renewal. */
  public static final Duration LEASE = Duration.ofSeconds(5);

  private static final String ANSWERS = "tidegate-answers";

  /** Answers outlast their use a little: the servers' clocks differ. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** A call waits for no longer; a tier that is slower costs more than it saves. */
  static final long ANSWERED_MILLIS = 150;

  private static final Duration NOTED = Duration.ofSeconds(5);

  /**
   * How long things last.
   *
   * @param keep answers after they were put
   * @param lease a lease without a renewal
   * @param answered the wait for an answer, at most
   */
  record Times(Duration keep, Duration lease, Duration answered) {}

  private record Caches(
      CacheManager home,
      StagedCache<byte[]> answers,
      StagedCache<String> leases,
      StagedCache<String> notes) {}

  private interface Question<T> {
    CompletionStage<T> ask(Caches caches);
  }

  private final SharedStore store;
  private final Times times;
  private final Sealing sealing;
  private final Executor threads;
  private volatile Caches caches;
  private boolean closed;

  /**
   * A tier in {@code store}, not yet opened, whose answers {@code sealing} seals.
   *
   * @param threads where what follows an answer runs: the provider's own threads are few
   */
  public JCacheTier(SharedStore store, CacheConfig config, Sealing sealing, Executor threads) {
    this(
        store,
        new Times(config.usable().plus(MARGIN), LEASE, Duration.ofMillis(ANSWERED_MILLIS)),
        sealing,
        threads);
  }

  JCacheTier(SharedStore store, Times times, Sealing sealing, Executor threads) {
    this.store = requireNonNull(store, "store");
    this.times = requireNonNull(times, "times");
    this.sealing = requireNonNull(sealing, "sealing");
    this.threads = requireNonNull(threads, "threads");
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
          cache(home, ANSWERS, byte[].class, after(times.keep())),
          cache(home, "tidegate-flights", String.class, after(times.lease())),
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

  private static <V> StagedCache<V> cache(
      CacheManager home, String name, Class<V> values, Factory<ExpiryPolicy> expiry) {
    Cache<String, V> made = made(home, name, values, expiry);
    return HazelcastStages.<V>of(made).orElseGet(() -> new JCacheStages<>(made));
  }

  /** The cache, which another server may have made. */
  private static <V> Cache<String, V> made(
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
  @Override
  public CompletionStage<byte[]> get(CacheKey key) {
    return ask(now -> now.answers().get(key.hex())).thenApply(stored -> opened(key, stored));
  }

  private byte[] opened(CacheKey key, byte[] stored) {
    try {
      return stored == null ? null : sealing.open(place(key), stored);
    } catch (FailureException sealedElsewhere) {
      return null;
    }
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, byte[] entry) {
    byte[] sealed = sealing.seal(place(key), entry);
    return ask(now -> now.answers().put(key.hex(), sealed));
  }

  private static SealedPlace place(CacheKey key) {
    return new SealedPlace(ANSWERS, key.hex());
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, String server) {
    return ask(
        now ->
            now.leases()
                .putIfAbsent(key.hex(), server)
                .thenComposeAsync(
                    taken ->
                        taken
                            ? completedStage(true)
                            : now.leases().replace(key.hex(), server, server),
                    threads));
  }

  @Override
  public CompletionStage<Void> release(CacheKey key, String server) {
    return ask(now -> now.leases().remove(key.hex(), server)).thenApply(given -> null);
  }

  @Override
  public String get(String name) throws IOException {
    return await(asked(now -> now.notes().get(name)));
  }

  @Override
  public boolean replace(String name, String before, String after) throws IOException {
    return await(asked(now -> replaced(now.notes(), name, before, after)));
  }

  private static CompletionStage<Boolean> replaced(
      StagedCache<String> notes, String name, String before, String after) {
    if (before == null) {
      return notes.putIfAbsent(name, after);
    }
    return after == null ? notes.remove(name, before) : notes.replace(name, before, after);
  }

  /** An answer in time, told on a thread of ours. */
  private <T> CompletionStage<T> ask(Question<T> question) {
    return asked(question)
        // Hazelcast's own executor makes a thread for each task where there are two processors.
        .thenApplyAsync(identity(), Runnable::run)
        .toCompletableFuture()
        .orTimeout(times.answered().toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(JCacheTier::answer, threads)
        .thenCompose(identity());
  }

  private <T> CompletionStage<T> asked(Question<T> question) {
    Caches now = caches;
    if (now == null) {
      return failedStage(new IOException("the shared tier is not open"));
    }
    try {
      return question.ask(now);
    } catch (RuntimeException unreachable) {
      return failedStage(unreachable);
    }
  }

  /** All that a provider throws means the same here: not now. */
  private static <T> CompletionStage<T> answer(T answer, Throwable trouble) {
    return trouble == null ? completedStage(answer) : failedStage(unreachable(trouble));
  }

  private static IOException unreachable(Throwable trouble) {
    Throwable cause = trouble instanceof CompletionException ? trouble.getCause() : trouble;
    return cause instanceof IOException known
        ? known
        : new IOException("the shared tier does not answer", cause);
  }

  private static <T> T await(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().get(NOTED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException trouble) {
      throw unreachable(trouble.getCause());
    } catch (TimeoutException | CancellationException silent) {
      throw unreachable(silent);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw unreachable(stopping);
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
