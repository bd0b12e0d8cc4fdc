package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Stored;
import io.tidegate.exchange.Stored.Level;
import io.tidegate.exchange.Stored.Staleness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller is told of the cache. */
class CacheStatusTest {

  @ParameterizedTest
  @CsvSource({
    "BYPASS, tidegate; fwd=bypass",
    "REQUEST, tidegate; fwd=request",
    "MISS, tidegate; fwd=miss",
    "COLLAPSED, tidegate; fwd=miss; collapsed",
    "HIT, tidegate; hit"
  })
  void tellsWhyANodeWasAsked(Source source, String told) {
    assertThat(CacheStatus.of(source, null)).isEqualTo(told);
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void aStoredAnswerIsAHitHoweverTheCallerCameToIt(Source source) {
    assertThat(CacheStatus.of(source, new Stored(Level.L1, 60, 1740, null)))
        .isEqualTo("tidegate; hit; ttl=1740; detail=L1");
    assertThat(CacheStatus.of(source, new Stored(Level.L2, 0, 1800, null)))
        .isEqualTo("tidegate; hit; ttl=1800; detail=L2");
  }

  @Test
  void tellsWhyAnAnswerIsStale() {
    assertThat(CacheStatus.of(Source.HIT, new Stored(Level.L1, 1860, -60, Staleness.IF_ERROR)))
        .isEqualTo("tidegate; hit; ttl=-60; detail=\"L1, stale-if-error\"");
    assertThat(
            CacheStatus.of(Source.HIT, new Stored(Level.L2, 1801, -1, Staleness.WHILE_REVALIDATE)))
        .isEqualTo("tidegate; hit; ttl=-1; detail=\"L2, stale-while-revalidate\"");
  }
}
