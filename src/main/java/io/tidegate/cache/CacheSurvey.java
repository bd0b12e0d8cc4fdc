package io.tidegate.cache;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.answer.Entry;
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

/** Looks at what a cache holds and has done. Thread-safe as what it looks at. */
final class CacheSurvey {

  private static final int SHOWN = 20;

  private final Tiers tiers;
  private final CacheFigures figures;
  private final HotKeys hot;

  CacheSurvey(Tiers tiers, CacheFigures figures, HotKeys hot) {
    this.tiers = requireNonNull(tiers, "tiers");
    this.figures = requireNonNull(figures, "figures");
    this.hot = requireNonNull(hot, "hot");
  }

  /** The figures, with {@code flights} under way, and the {@value #SHOWN} hottest and largest. */
  CacheView view(int flights) {
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
        new CacheView.Calls(flights, figures.collapsed.sum(), figures.stale()),
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
