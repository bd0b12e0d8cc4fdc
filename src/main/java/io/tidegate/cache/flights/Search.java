package io.tidegate.cache.flights;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.Tiers;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;

/**
 * Looks for one answer beyond this server: in the shared tier, and at servers that ask for it.
 *
 * <p>A lease says which server asks. The others wait for its answer, no longer than they may, and
 * take over when the lease is given back or ends without one. Where the shared tier cannot be asked
 * the search is over at once. Thread-safe; never blocks.
 */
final class Search {

  private enum State {
    IDLE,
    LOOKING,
    WAITING,
    OVER
  }

  private final CacheLookup question;
  private final CacheKey key;
  private final Tiers tiers;
  private final FlightParts common;
  private final BiPredicate<CacheLookup, Entry> found;
  private final Runnable none;

  private State state = State.IDLE;
  private boolean polling;
  private boolean leased;
  private boolean stopped;
  private long waitsUntil;

  /**
   * A search for the answer to {@code question} by the server of {@code common}.
   *
   * @param found is shown what the shared tier has, and to which question, and takes it or not
   * @param none is called once when nothing was found that would be taken, unless {@link #stop}
   *     comes first
   */
  Search(
      CacheLookup question,
      FlightParts common,
      BiPredicate<CacheLookup, Entry> found,
      Runnable none) {
    this.question = question;
    this.key = question.key();
    this.common = common;
    this.tiers = common.tiers();
    this.found = found;
    this.none = none;
  }

  /** Begins; once the patience is over nothing was found. */
  void start() {
    synchronized (this) {
      state = State.LOOKING;
      waitsUntil = common.clock().getAsLong() + common.config().patience().toNanos();
    }
    if (!tiers.hasShared()) {
      over();
      return;
    }
    CacheLookup sent = question.sent();
    if (sent == null || sent.key() == null) {
      begin();
    } else {
      look(sent, tiers.fetch(sent.key()), this::begin);
    }
  }

  private void begin() {
    look(question, tiers.look(key), () -> lease(this::over));
  }

  /** To be called every 100 ms; {@code renew} every second. */
  void tick(long now, boolean renew) {
    boolean late;
    boolean looks;
    boolean holds;
    synchronized (this) {
      // Whatever it waits for: a tier that never answers must not hold anybody up.
      late = (state == State.LOOKING || state == State.WAITING) && now - waitsUntil >= 0;
      looks = !late && state == State.WAITING && !polling;
      polling |= looks;
      holds = leased;
    }
    if (late) {
      over();
    } else if (looks) {
      // Once more after the lease: the other may have left its answer and its lease since.
      fetch(() -> lease(() -> fetch(this::over)));
    } else if (renew && holds) {
      renew();
    }
  }

  /** Ends the search and gives the lease back. */
  void stop() {
    boolean holds;
    synchronized (this) {
      state = State.OVER;
      stopped = true;
      holds = leased;
      leased = false;
    }
    if (holds) {
      tiers.release(key, common.server());
    }
  }

  private void fetch(Runnable missed) {
    look(question, tiers.fetch(key), missed);
  }

  /** Takes what the shared tier has, and does {@code missed} if that is nothing of use. */
  private void look(CacheLookup asked, CompletionStage<Entry> stored, Runnable missed) {
    var unused =
        stored.handle(
            (entry, trouble) -> {
              if (trouble != null) {
                over();
              } else if (entry == null || !found.test(asked, entry)) {
                missed.run();
              }
              return null;
            });
  }

  /** Does {@code mine} once this server has the lease. */
  private void lease(Runnable mine) {
    var unused =
        tiers
            .lease(key, common.server())
            .handle(
                (won, trouble) -> {
                  if (trouble != null) {
                    // Nobody can tell who asks, so it may, and has nothing to give back.
                    over();
                  } else if (won) {
                    won();
                    mine.run();
                  } else {
                    waits();
                  }
                  return null;
                });
  }

  private void renew() {
    var unused =
        tiers
            .lease(key, common.server())
            .thenAccept(
                won -> {
                  if (won) {
                    won();
                  } else {
                    lost();
                  }
                });
  }

  private synchronized void waits() {
    polling = false;
    if (state == State.LOOKING) {
      state = State.WAITING;
    }
  }

  private void won() {
    boolean late;
    synchronized (this) {
      late = stopped;
      leased = !late;
    }
    if (late) {
      tiers.release(key, common.server());
    }
  }

  /** It has ended meanwhile and is another server's, which must not lose it by our release. */
  private synchronized void lost() {
    leased = false;
  }

  private void over() {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      state = State.OVER;
    }
    none.run();
  }
}
