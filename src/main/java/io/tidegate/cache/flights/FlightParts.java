package io.tidegate.cache.flights;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.Capture;
import io.tidegate.cache.tiers.CacheFigures;
import io.tidegate.cache.tiers.Tiers;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Deadline;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Use;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** What all flights of a server work with. */
public record FlightParts(
    CacheConfig config,
    Tiers tiers,
    CacheFigures figures,
    String server,
    Duration deadline,
    LongSupplier clock,
    InstantSource wall,
    MemoryBudget memory,
    Executor threads) {

  /** An answer that those may join who ask for it while it is short. */
  Answer answer() {
    return new Answer(config.maxEntry(), threads);
  }

  /** Where the answer to {@code question} is taken down. */
  Capture capture(CacheLookup question) {
    return new Capture(config.maxEntry(), memory.open(question.call().tenant(), Use.CAPTURES));
  }

  /** Until when a node that is asked now may take. */
  Deadline until() {
    return Deadline.after(clock.getAsLong(), deadline);
  }
}
