package io.tidegate.cache.flights;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Terms;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The questions under way, each asked once for all who ask it. Thread-safe. */
public final class Flights {

  private static final int BEATS_PER_RENEWAL = 10;

  private final FlightParts common;
  private final Map<CacheKey, Flight> byKey = new ConcurrentHashMap<>();
  private final Map<Call, Flight> byCall = new ConcurrentHashMap<>();
  private final Set<Flight> open = ConcurrentHashMap.newKeySet();
  private final RefreshBackoff backoff = new RefreshBackoff();
  private int beats;

  /** No flight yet. */
  public Flights(FlightParts common) {
    this.common = common;
  }

  /**
   * A share in the answer to {@code question}, from a flight under way or one that begins; null
   * when a flight has just ended, so that its answer may be known by now.
   */
  public Reply join(CacheLookup question, AnswerSource source) {
    Flight known = byKey.get(question.key());
    AnswerReader share = known == null || question.noCache() ? null : known.join(question);
    if (share != null) {
      byCall.put(question.call(), known);
      common.figures().collapsed.increment();
      question.joined();
      return new Reply(share, Reply.Source.COLLAPSED);
    }
    Flight flight = new Flight(common, this, source, question);
    AnswerReader first = flight.reader();
    if (!takesPlace(flight, known) && !question.noCache()) {
      return null;
    }
    byCall.put(question.call(), flight);
    open.add(flight);
    flight.start();
    return new Reply(first, question.noCache() ? Reply.Source.REQUEST : Reply.Source.MISS);
  }

  /**
   * Asks {@code question} again with nobody waiting, unless somebody asks it already, here or on
   * another server, or that failed a moment ago, or stale answers are to do for now.
   *
   * @param made when the answer was made that is to be renewed, in milliseconds since 1970
   */
  public void refresh(CacheLookup question, long made, AnswerSource source) {
    if (question.lenience().stale()
        || byKey.containsKey(question.key())
        || backoff.holds(question.key(), common.clock().getAsLong())) {
      return;
    }
    Flight flight = new Flight(common, this, source, question.newer(calm(question.call()), made));
    if (byKey.putIfAbsent(question.key(), flight) == null) {
      common.figures().refreshed.increment();
      open.add(flight);
      flight.start();
    }
  }

  /** Learns that a caller is gone; false if it had no share in a flight. */
  public boolean left(Call call) {
    Flight flight = byCall.remove(call);
    if (flight != null) {
      flight.leave(call);
    }
    return flight != null;
  }

  /** Learns how the renewal of an answer went, before its flight has landed. */
  void renewed(CacheLookup question, boolean well) {
    if (question.renews()) {
      backoff.ended(question.key(), well, common.clock().getAsLong());
    }
  }

  void landed(Flight flight) {
    byKey.remove(flight.question().key(), flight);
    open.remove(flight);
    // Unless it was told before: nobody wants the answer any more.
    flight.question().lookUp().end();
  }

  /** To be called every 100 ms, by one thread. */
  public void tick() {
    long now = common.clock().getAsLong();
    boolean renew = ++beats % BEATS_PER_RENEWAL == 0;
    open.forEach(flight -> flight.tick(now, renew));
  }

  /** Ends with {@code why} those that have not asked a node. */
  public void cutOff(Failure why) {
    open.forEach(flight -> flight.cutOff(why));
  }

  /** How many questions are being asked. */
  public int size() {
    return open.size();
  }

  /** How much is remembered of callers and questions: nothing once all are gone. */
  public int remembered() {
    return byKey.size() + byCall.size() + open.size();
  }

  /** Whether a failure was not the request's own fault, and the gateway goes on. */
  static boolean worthAnother(ErrorCode code) {
    return switch (code.blame()) {
      case WORK, CAPACITY -> true;
      case REQUEST, TRIES, TIME, CLIENT, STOP -> false;
    };
  }

  /** The same call for nobody in particular: it takes spare places only. */
  private static Call calm(Call call) {
    Terms terms =
        new Terms(Priority.LOW, call.terms().pinned(), 0, new Caching(true, false, false))
            .using(call.terms().features());
    return new Call(
        call.id(), call.tenant(), call.operation(), call.request(), call.deadline(), terms);
  }

  private static boolean moreUrgent(Flight one, Flight other) {
    return one.question().priority().compareTo(other.question().priority()) < 0;
  }

  /** Lets others join {@code flight} rather than {@code known}, which they may not or cannot. */
  private boolean takesPlace(Flight flight, Flight known) {
    CacheKey key = flight.question().key();
    if (known == null) {
      return byKey.putIfAbsent(key, flight) == null;
    }
    if (flight.question().noCache() && moreUrgent(known, flight)) {
      // It goes beside: those who may join the other must not be left with this one.
      return false;
    }
    if (known.over()) {
      byKey.remove(key, known);
      return false;
    }
    return byKey.replace(key, known, flight);
  }
}
