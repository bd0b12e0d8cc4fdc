package io.tidegate.cache.tiers;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Usage;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Both levels of the cache as one store, in which nothing voided is found.
 *
 * <p>Trouble with the shared tier is a miss. Thread-safe; never blocks.
 */
public final class Tiers {

  private final HeapTier heap;
  private final SharedTier shared;
  private final PurgeJournal journal;
  private final CacheFigures figures;
  private final int maxShared;

  /** The tiers; {@code shared} is null where a server is alone. */
  public Tiers(
      HeapTier heap, SharedTier shared, PurgeJournal journal, CacheFigures figures, int maxShared) {
    this.heap = heap;
    this.shared = shared;
    this.journal = journal;
    this.figures = figures;
    this.maxShared = maxShared;
    journal.onPurge(heap::purge);
  }

  /** The first level. */
  public HeapTier heap() {
    return heap;
  }

  /** Whether there is a second level. */
  public boolean hasShared() {
    return shared != null;
  }

  /** The newest purge that is known, for an entry whose making begins now. */
  public long epoch() {
    return journal.epoch();
  }

  /** As {@link #fetch}, for a call that asks: it counts. */
  public CompletionStage<Entry> look(CacheKey key) {
    return fetch(key)
        .whenComplete(
            (entry, trouble) -> {
              if (trouble != null) {
                figures.sharedFailures.increment();
              } else if (entry == null) {
                figures.sharedMisses.increment();
              }
            });
  }

  /** What the shared tier has, or null; a failed stage if it cannot be asked. */
  public CompletionStage<Entry> fetch(CacheKey key) {
    if (!hasShared() || journal.epoch() < 0) {
      return completedStage(null);
    }
    return asked(() -> shared.get(key)).thenApply(bytes -> valid(key, Entry.decode(bytes)));
  }

  /** Keeps {@code entry} on the heap. */
  public void keepHere(CacheKey key, Entry entry) {
    heap.put(key, entry);
    // Looked at afterwards: a purge in between has either dropped it or is known by now.
    if (!journal.valid(key, entry)) {
      heap.remove(key);
    }
  }

  /** Keeps {@code entry} on both levels; done when the shared one has it, or cannot take it. */
  public CompletionStage<Void> keep(CacheKey key, Entry entry) {
    keepHere(key, entry);
    return !hasShared() || entry.weight() > maxShared || !journal.valid(key, entry)
        ? completedStage(null)
        : asked(() -> shared.put(key, entry.encoded())).exceptionally(this::trouble);
  }

  /** Whether {@code server} may ask for {@code key}; a failed stage if nobody can tell. */
  public CompletionStage<Boolean> lease(CacheKey key, String server) {
    return asked(() -> shared.lease(key, server));
  }

  /** Gives the lease of {@code key} back, if it is still {@code server}'s. */
  public void release(CacheKey key, String server) {
    var unused = asked(() -> shared.release(key, server)).exceptionally(this::trouble);
  }

  /** Whether no purge since {@code epoch} voids an answer to {@code question}. */
  public boolean valid(CacheLookup question, long epoch) {
    return journal.valid(question.key(), question.origin("", Usage.NONE), epoch);
  }

  /** {@code entry}, or null if a purge has voided it. */
  public Entry valid(CacheKey key, Entry entry) {
    return entry != null && journal.valid(key, entry) ? entry : null;
  }

  /** While the application stops, what guards the tier may throw instead of failing its stage. */
  private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException gone) {
      return failedStage(gone);
    }
  }

  /** A lease ends, and an entry is missed: nothing more has to be done. */
  private Void trouble(Throwable unreachable) {
    figures.sharedFailures.increment();
    return null;
  }
}
