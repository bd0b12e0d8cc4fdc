package io.tidegate.cache.tiers;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.tidegate.cache.key.CacheKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One server's way to a shared tier in memory, which fails and hangs when the test says so. */
public final class FakeSharedTier implements SharedTier {

  public static final Duration LEASE = Duration.ofSeconds(5);

  /** What can be done with the tier. */
  public enum Step {
    GET,
    PUT,
    LEASE,
    RELEASE
  }

  /** How it goes. */
  public enum Mode {
    WORKS,
    FAILS,
    /** It is neither done nor answered before {@link #goOn}. */
    HANGS
  }

  /** What all servers share. */
  public static final class Store {

    private record Held(String server, long until) {}

    final Map<CacheKey, byte[]> entries = new ConcurrentHashMap<>();
    public final List<String> log = new CopyOnWriteArrayList<>();
    private final Map<CacheKey, Held> leases = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    public Store(LongSupplier clock) {
      this.clock = clock;
    }

    /** How many leases are held now. */
    public long leases() {
      return leases.values().stream().filter(this::lasts).count();
    }

    private boolean lasts(Held held) {
      return held != null && held.until() - clock.getAsLong() > 0;
    }

    private boolean lease(CacheKey key, String server) {
      long until = clock.getAsLong() + LEASE.toNanos();
      Held now =
          leases.compute(
              key,
              (same, held) ->
                  lasts(held) && !held.server().equals(server) ? held : new Held(server, until));
      return now.server().equals(server);
    }

    private void release(CacheKey key, String server) {
      leases.computeIfPresent(key, (same, held) -> held.server().equals(server) ? null : held);
    }
  }

  private final Store store;
  private final String server;
  private final Map<Step, Mode> modes = new EnumMap<>(Step.class);
  private final List<Runnable> hanging = new ArrayList<>();

  public FakeSharedTier(Store store, String server) {
    this.store = store;
    this.server = server;
  }

  /** From now on {@code step} goes like that. */
  public void set(Step step, Mode mode) {
    modes.put(step, mode);
  }

  /** From now on every step goes like that. */
  public void set(Mode mode) {
    for (Step step : Step.values()) {
      set(step, mode);
    }
  }

  /** Does and answers what hangs, in order. */
  public void goOn() {
    List<Runnable> now = List.copyOf(hanging);
    hanging.clear();
    now.forEach(Runnable::run);
  }

  @Override
  public CompletionStage<byte[]> get(CacheKey key) {
    return step(Step.GET, () -> store.entries.get(key));
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, byte[] entry) {
    return step(
        Step.PUT,
        () -> {
          store.entries.put(key, entry);
          return null;
        });
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, String holder) {
    return step(Step.LEASE, () -> store.lease(key, holder));
  }

  @Override
  public CompletionStage<Void> release(CacheKey key, String holder) {
    return step(
        Step.RELEASE,
        () -> {
          store.release(key, holder);
          return null;
        });
  }

  private <V> CompletionStage<V> step(Step step, Supplier<V> work) {
    return switch (modes.getOrDefault(step, Mode.WORKS)) {
      case WORKS -> completedFuture(done(step, work));
      case FAILS -> failedFuture(new IOException("the fake is not there"));
      case HANGS -> {
        CompletableFuture<V> later = new CompletableFuture<>();
        hanging.add(() -> later.complete(done(step, work)));
        yield later;
      }
    };
  }

  private <V> V done(Step step, Supplier<V> work) {
    store.log.add(server + " " + step);
    return work.get();
  }
}
