package io.tidegate.admission;

import io.tidegate.admission.LaneFigures.Reason;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Turns;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The queue of one model: who may wait, who is next, and whose time is over.
 *
 * <p>Decisions are made under the lock, calls are started and refused outside of it. Thread-safe;
 * never blocks for longer than a decision takes.
 */
final class Lane {

  private static final Logger LOG = System.getLogger(Lane.class.getName());
  private static final long IDLE = TimeUnit.SECONDS.toNanos(60);

  private final String name;
  private final LaneCommon common;
  private final LaneFigures figures;
  private final FairQueue queue;
  private final ServiceTime service;
  private final Forecast forecast;
  private final WaitMargin margin;
  private final WaitLimit limit;
  private final Turns turns = new Turns();
  private long arrivals;
  private long lastUsed;
  private boolean retired;

  Lane(String name, LaneCommon common, ServiceTime service) {
    long now = common.clock().getAsLong();
    this.name = name;
    this.common = common;
    this.figures = new LaneFigures(common.metrics(), name);
    this.service = service;
    this.forecast = new Forecast(service, now);
    this.queue = new FairQueue(name, common.bytes(), forecast::burst);
    this.margin = new WaitMargin(now);
    this.limit = new WaitLimit(common, queue, forecast, margin);
    this.lastUsed = now;
  }

  /** How many wait; read without the lock. */
  int waiting() {
    return queue.size();
  }

  /**
   * Lets {@code candidate} wait, or refuses it or another in its stead.
   *
   * @return false when this lane has been given up, so that a new one is to be asked
   */
  boolean enter(Candidate candidate, boolean retry) {
    Waiting newcomer;
    Runnable verdict;
    synchronized (this) {
      if (retired) {
        return false;
      }
      newcomer = arrival(candidate, retry, pass());
      verdict = retry || limit.allows(newcomer) ? admit(newcomer) : null;
    }
    // On its own thread: whoever is at the dispatch has calls to start, or answers to read.
    common.judging().take(verdict == null ? () -> judge(newcomer) : () -> safely(verdict));
    return true;
  }

  /**
   * Those who wait come first: a long wait may open further tiers to them, and the free places are
   * theirs, though another thread be at the dispatch.
   */
  private void judge(Waiting newcomer) {
    round();
    safely(decide(newcomer));
  }

  void leave(Candidate candidate) {
    Waiting left;
    long now;
    synchronized (this) {
      now = pass();
      left = queue.remove(candidate);
    }
    if (left != null) {
      figures.left(left, now);
    }
  }

  /**
   * Ends those whose time is over and starts whoever can be started.
   *
   * <p>Whoever comes while one thread is at it, be it from a call that ended within its start, only
   * asks that thread for another round. So the stack does not grow.
   */
  void dispatch() {
    if (!isEmpty()) {
      turns.take(this::round);
    }
  }

  /** Ends those who wait in vain, since no place will be there as long as they can wait. */
  void relieve() {
    if (isEmpty()) {
      return;
    }
    Map<Waiting, Failure> vain;
    synchronized (this) {
      pass();
      vain = queue.takeVain();
    }
    vain.forEach((waiting, why) -> safely(() -> endInVain(waiting, why)));
  }

  /** How long a newcomer behind all others would wait, in nanoseconds; 0 if that is not known. */
  synchronized long expectedWait() {
    pass();
    return expected();
  }

  synchronized LaneView view() {
    long now = pass();
    return new LaneView(
        name,
        queue.size(),
        queue.bytes(),
        forecast.perSecond(),
        Duration.ofNanos(expected()),
        margin.value(),
        queue.tenants(now));
  }

  /** Gives the lane up if nobody has waited in it for a minute; true if it did. */
  synchronized boolean retire() {
    long now = pass();
    retired = retired || (queue.isEmpty() && now - lastUsed > IDLE);
    return retired;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Does what may fail by a mistake elsewhere, which must not stop the lane. */
  static void safely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error mistake) {
      LOG.log(Level.ERROR, "a call could not be started or refused", mistake);
    }
  }

  private void round() {
    safely(this::drain);
  }

  private void drain() {
    for (Runnable step = next(); step != null; step = next()) {
      step.run();
    }
  }

  private synchronized Runnable decide(Waiting newcomer) {
    pass();
    return admit(newcomer);
  }

  private Waiting arrival(Candidate candidate, boolean retry, long now) {
    long patience = common.patience(candidate.call(), now);
    lastUsed = now;
    return new Waiting(
        candidate, retry, arrivals++, now, now + patience, candidate.tokens(), candidate.needs());
  }

  private Runnable admit(Waiting newcomer) {
    if (newcomer.candidate().gone()) {
      return () -> {};
    }
    if (newcomer.patience() <= 0) {
      return refusal(newcomer, Reason.DEADLINE);
    }
    boolean full = full(newcomer, null);
    if (newcomer.retry() ? common.config().maxQueue() > 0 : !full && limit.allows(newcomer)) {
      queue.add(newcomer);
      return this::dispatch;
    }
    return full && limit.allows(newcomer)
        ? displace(newcomer)
        : overtakeOrRefuse(newcomer, Reason.TOO_LONG);
  }

  /** Whether {@code newcomer} finds no room, even if {@code victim}, when not null, goes. */
  private boolean full(Waiting newcomer, Waiting victim) {
    int less = victim == null ? 0 : victim.bytes();
    boolean own = victim != null && victim.tenant().equals(newcomer.tenant());
    return (victim == null && queue.size() >= common.config().maxQueue())
        || !common.bytes().fits(name, newcomer, less, own);
  }

  private Runnable displace(Waiting newcomer) {
    Waiting victim = queue.displacedBy(newcomer);
    if (victim == null || full(newcomer, victim)) {
      return overtakeOrRefuse(newcomer, Reason.FULL);
    }
    queue.remove(victim);
    queue.add(newcomer);
    Runnable refusal = refusal(victim, Reason.DISPLACED);
    return () -> {
      safely(refusal);
      dispatch();
    };
  }

  /**
   * Refuses {@code newcomer}, unless it finds a place where those who wait do not look, who were
   * asked a moment ago: at nodes that they do not need, or in a tier that is open to whoever would
   * have to wait for too long.
   */
  private Runnable overtakeOrRefuse(Waiting newcomer, Reason reason) {
    Runnable start = newcomer.candidate().claim(Long.MAX_VALUE);
    return start == null ? refusal(newcomer, reason) : start;
  }

  private synchronized Runnable next() {
    long now = pass();
    for (Waiting late = queue.takeExpired(now); late != null; late = queue.takeExpired(now)) {
      if (!late.candidate().gone()) {
        return expiry(late, now);
      }
    }
    long expected = expected();
    FairQueue.Started started =
        queue.start(
            now,
            margin.lifoFrom(),
            waiting -> waiting.candidate().claim(Math.max(expected, waiting.waited(now))));
    if (started == null) {
      return null;
    }
    forecast.started(now, started.waiting().retry());
    margin.startedInTime();
    return () -> {
      started.start().run();
      figures.started(started.waiting(), now);
    };
  }

  private Runnable expiry(Waiting late, long now) {
    long waited = late.waited(now);
    // Who comes again to a queue would be told to come once more, though its time is over.
    boolean over = late.retry() && late.candidate().call().deadline().passed(late.expires());
    Failure vain = over ? null : late.candidate().inVain(late.expires());
    if (vain != null) {
      return () -> endInVain(late, vain);
    }
    if (!late.pinned()) {
      margin.expired(now);
    }
    Runnable refusal = refusal(late, over ? Reason.DEADLINE : Reason.TIMEOUT);
    return () -> {
      figures.expired(waited);
      refusal.run();
    };
  }

  private void endInVain(Waiting waiting, Failure why) {
    figures.refused(Reason.NO_NODE, waiting, common.clock().getAsLong());
    waiting.candidate().refuse(why);
  }

  private Runnable refusal(Waiting waiting, Reason reason) {
    Failure failure = Failure.of(reason.code(), reason.message());
    Failure why = reason == Reason.DEADLINE ? failure : failure.retryAfter(limit.comeBack(waiting));
    return () -> {
      figures.refused(reason, waiting, common.clock().getAsLong());
      service.refused();
      waiting.candidate().refuse(why);
    };
  }

  private long expected() {
    return queue.isEmpty() ? 0 : (long) forecast.expected(queue.size() + 1L);
  }

  private long pass() {
    long now = common.clock().getAsLong();
    forecast.pass(now, queue.holdsFirstTries());
    return now;
  }
}
