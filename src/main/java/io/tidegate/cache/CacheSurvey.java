package io.tidegate.cache;

import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.flights.Flights;
import io.tidegate.cache.hot.HotKey;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.CacheFigures;
import io.tidegate.cache.tiers.HeapTier;
import io.tidegate.cache.tiers.Tiers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at what a cache holds and has done, for its administrators. Thread-safe. */
record CacheSurvey(Tiers tiers, HotKeys hot, CacheFigures figures, Flights flights) {

  private static final int SHOWN = 20;

  /** What the cache holds and has done, the {@value #SHOWN} hottest and largest answers by key. */
  CacheView view() {
    HeapTier heap = tiers.heap();
    return new CacheView(
        new CacheView.Heap(
            heap.size(),
            heap.bytes(),
            heap.maxBytes(),
            figures.heapHits.sum(),
            figures.heapMisses.sum(),
            heap.evictions()),
        new CacheView.Shared(
            tiers.hasShared(),
            figures.sharedHits.sum(),
            figures.sharedMisses.sum(),
            figures.sharedFailures.sum()),
        new CacheView.Calls(flights.size(), figures.collapsed.sum(), figures.stale()),
        hot.top(SHOWN).stream().map(this::hot).toList(),
        largest());
  }

  private CacheView.Hot hot(HotKey hot) {
    Entry here = tiers.heap().peek(hot.key());
    String model = here == null ? "" : here.origin().model();
    return new CacheView.Hot(
        hot.key().hex(), Math.round(hot.count()), here == null ? 0 : here.weight(), model);
  }

  private List<CacheView.Hot> largest() {
    Map<CacheKey, Long> counts =
        hot.top(Integer.MAX_VALUE).stream()
            .collect(Collectors.toMap(HotKey::key, hot -> Math.round(hot.count())));
    return tiers
        .heap()
        .all()
        .sorted(Comparator.comparingInt(item -> -item.getValue().weight()))
        .limit(SHOWN)
        .map(
            item ->
                new CacheView.Hot(
                    item.getKey().hex(),
                    counts.getOrDefault(item.getKey(), 0L),
                    item.getValue().weight(),
                    item.getValue().origin().model()))
        .toList();
  }
}
