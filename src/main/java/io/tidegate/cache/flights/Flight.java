package io.tidegate.cache.flights;

import static io.tidegate.exchange.Stored.Level.L1;
import static io.tidegate.exchange.Stored.Level.L2;
import static io.tidegate.exchange.Stored.Staleness.IF_ERROR;
import static java.util.concurrent.CompletableFuture.completedStage;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.answer.Hits;
import io.tidegate.cache.answer.Lifetime;
import io.tidegate.cache.answer.Origin;
import io.tidegate.cache.answer.Recording;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Stored;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One question on its way to an answer that all who ask it share: from the shared tier, from
 * another server that asks already, or from a node.
 *
 * <p>INVARIANT: the answer has one writer at a time: the flight itself, or the call it has begun.
 * The flight ends when nobody wants it any more, never because one caller left. Thread-safe; never
 * calls out under its lock.
 */
final class Flight {

  private final FlightParts common;
  private final Flights flights;
  private final AnswerSource source;
  private final CacheLookup question;
  private final Search search;
  private final Answer answer;
  private final Recording recording;
  private final long epoch;
  private final FlightMembers members;
  private final Succession others;

  private Call asking;
  private long asked;
  private Entry stale;
  private Entry given;
  private boolean over;
  private boolean cutOff;

  /** A flight for {@code question}, whose caller is its first member. */
  Flight(FlightParts common, Flights flights, AnswerSource source, CacheLookup question) {
    this.common = common;
    this.flights = flights;
    this.source = source;
    this.question = question;
    this.search =
        new Search(question, common, (asked, entry) -> offered(asked, entry, L2), this::fetch);
    this.answer = common.answer();
    this.recording = new Recording(answer, common.capture(question), this::goesOnAlone, this::end);
    this.epoch = common.tiers().epoch();
    this.members =
        new FlightMembers(
            question, answer, shape -> new ReshapedAnswer(source, shape, common.answer()));
    this.others = new Succession(source, answer);
    answer.onFailure(this::rescue);
  }

  CacheLookup question() {
    return question;
  }

  /** The first member's cursor; to be taken before the start. */
  AnswerReader reader() {
    return answer.open().orElseThrow();
  }

  /** Looks for the answer, and asks a node if nobody has it. */
  void start() {
    if (question.noCache()) {
      fetch();
    } else if (!offered(question, common.tiers().heap().get(question.key()), L1)) {
      search.start();
    }
  }

  /** The cursor of one more who asks the same; null when it must ask by itself. */
  synchronized AnswerReader join(CacheLookup other) {
    boolean urgent = other.priority().compareTo(question.priority()) < 0;
    boolean voided = !common.tiers().valid(question, epoch);
    return over || urgent || voided || !recording.on() ? null : members.add(other);
  }

  /** Learns that one who asked is gone, and has closed its cursor; the last one ends the flight. */
  void leave(Call call) {
    ReshapedAnswer relay;
    boolean last;
    synchronized (this) {
      relay = members.remove(call);
      // Decided at once: who joined between the two would wait for an answer nobody asks for.
      last = endsUnwanted();
    }
    if (relay != null) {
      relay.leave(call);
    }
    close(last);
  }

  /** Whether it is over from now on, because nobody wants it. */
  private synchronized boolean endsUnwanted() {
    boolean ends = !over && members.none();
    over |= ends;
    return ends;
  }

  private void close(boolean last) {
    if (last) {
      recording.close();
      search.stop();
      land();
    }
  }

  /** Ends it with {@code why}, unless a node is asked already. */
  void cutOff(Failure why) {
    synchronized (this) {
      cutOff = !over && asking == null && given == null;
      if (!cutOff) {
        return;
      }
    }
    answer.fail(why);
  }

  synchronized boolean over() {
    return over;
  }

  /** To be called every 100 ms; {@code renew} every second. */
  void tick(long now, boolean renew) {
    search.tick(now, renew);
  }

  /** Takes what a tier has of {@code asked}, if it may still be given. */
  private boolean offered(CacheLookup asked, Entry entry, Stored.Level level) {
    long now = common.wall().millis();
    byte[] body = asked.body(entry, now);
    synchronized (this) {
      stale = level == L2 && asked.key().equals(question.key()) ? entry : stale;
      if (body == null) {
        return false;
      }
      if (over || cutOff || asking != null || given != null) {
        // It comes too late: the answer has its writer.
        return true;
      }
      given = entry;
    }
    Stored.Staleness reason = asked.staleness(entry, now);
    if (level == L2) {
      common.figures().sharedHits.increment();
      common.tiers().keepHere(asked.key(), entry);
    }
    deliver(entry, body, Hits.stored(asked.lifetime(entry), level, reason, now));
    if (reason != null) {
      common.figures().stale(reason);
      flights.refresh(asked, entry.lifetime().made(), source);
    }
    return true;
  }

  private void fetch() {
    question.missed();
    Call call = nextCall();
    if (call != null) {
      source.fetch(call, answer);
    }
  }

  /** What to ask a node, for longer than any caller stays; null if nobody is left to ask for. */
  private synchronized Call nextCall() {
    CacheLookup next = over || cutOff || given != null ? null : members.next();
    if (next == null) {
      return null;
    }
    asked = common.clock().getAsLong();
    asking = members.inTheNameOf(next, question.shape(), common.until());
    return asking;
  }

  /** There is too much for others to join or to keep: it is only for those who read it already. */
  private void goesOnAlone() {
    search.stop();
    flights.renewed(question, false);
    flights.landed(this);
    settle(null);
    close(endsUnwanted());
  }

  private void end() {
    if (over()) {
      return;
    }
    Entry entry = given == null ? kept() : given;
    flights.renewed(question, entry != null);
    CompletionStage<Void> stored =
        entry == null || given != null
            ? completedStage(null)
            : common.tiers().keep(question.key(), entry);
    boolean first;
    synchronized (this) {
      first = !over;
      over = true;
    }
    if (first) {
      land();
    }
    settle(entry);
    // Other servers look for it when the lease is gone, so it has to be there before.
    var unused = stored.thenRun(search::stop);
  }

  /** Answers those who want another shape, by {@code entry} if there is one. */
  private void settle(Entry entry) {
    List<ReshapedAnswer> relays;
    synchronized (this) {
      relays = members.part();
    }
    Function<CacheLookup, Call> call = who -> members.inTheNameOf(who, who.shape(), common.until());
    relays.forEach(relay -> relay.settle(answer, entry, call));
  }

  /** What may be stored of the answer, or null. */
  private Entry kept() {
    AnswerHead head = answer.head();
    boolean whole = answer.failure() == null && head.status() == 200;
    if (!whole || head.fallback() != null) {
      return null;
    }
    long took = Math.max(1, (common.clock().getAsLong() - asked) / 1_000_000);
    Lifetime lifetime = question.policy().lifetime(common.wall().millis(), took);
    Origin origin = question.origin(head.node(), answer.usage());
    return recording.entry(origin, lifetime, epoch, question.call().stream());
  }

  private void deliver(Entry entry, byte[] body, Stored stored) {
    given = entry;
    question.found(stored);
    recording.stop();
    AnswerHead head = Hits.head(entry, question.shape(), stored);
    Hits.fill(answer, head, body, entry.origin().usage());
  }

  /** A failure before content: a stale answer is better, and one of the others may try. */
  private boolean rescue(Failure why) {
    return Flights.worthAnother(why.code()) && !over() && (servesStale() || promote(why));
  }

  private boolean servesStale() {
    Entry here = common.tiers().heap().get(question.key());
    Entry old = common.tiers().valid(question.key(), here == null ? stale : here);
    Lifetime lifetime = old == null || !question.takesStale() ? null : question.lifetime(old);
    long now = common.wall().millis();
    byte[] body = lifetime != null && lifetime.servesOnError(now) ? old.as(question.shape()) : null;
    if (body == null) {
      return false;
    }
    common.figures().staleOnError.increment();
    deliver(old, body, Hits.stored(lifetime, here == null ? L2 : L1, IF_ERROR, now));
    return true;
  }

  private boolean promote(Failure why) {
    Call failed;
    Call next;
    Failure told;
    synchronized (this) {
      failed = asking;
      next = members.mayFollow(why) ? nextCall() : null;
      told = members.told(why);
    }
    return next == null ? others.end(why, told) : others.follow(failed, next);
  }

  /** From here on nobody joins, and the nodes are told. */
  private void land() {
    Call last;
    synchronized (this) {
      last = asking;
    }
    flights.landed(this);
    if (last != null) {
      source.left(last);
    }
  }
}
