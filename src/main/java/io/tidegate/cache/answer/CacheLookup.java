package io.tidegate.cache.answer;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Stored;
import io.tidegate.exchange.Stored.Staleness;
import io.tidegate.exchange.Usage;
import io.tidegate.tracing.Span;
import io.tidegate.tracing.SpanAttributes;

/**
 * A call that may be answered from the cache.
 *
 * @param key what it asks
 * @param model the model that serves it, aliases resolved
 * @param call the call
 * @param policy what may be stored of its answer
 * @param renewed when the answer was made that a new one is wanted for, in milliseconds since 1970;
 *     {@link #ANY} where a stored one will do
 * @param lookUp the span that tells how a stored one was looked for
 * @param lenience how old a stored one may be
 * @param sent the question as the client sent it, whose answer will do as well, if the call was
 *     changed on its way here; else null
 */
public record CacheLookup(
    CacheKey key,
    String model,
    Call call,
    CachePolicy policy,
    long renewed,
    Span lookUp,
    Lenience lenience,
    CacheLookup sent) {

  static final long ANY = Long.MIN_VALUE;

  /** A question that any answer will do for. */
  public CacheLookup(CacheKey key, String model, Call call, CachePolicy policy, Span lookUp) {
    this(key, model, call, policy, ANY, lookUp, Lenience.NONE, null);
  }

  /** The same, for which stored answers may be as old as {@code lenience} says. */
  public CacheLookup with(Lenience leniently) {
    return leniently.equals(lenience)
        ? this
        : new CacheLookup(key, model, call, policy, renewed, lookUp, leniently, sent);
  }

  /** The same, which the client sent as {@code original}, whose key is {@code whole}. */
  public CacheLookup sentAs(CacheKey whole, Call original) {
    CacheLookup asked =
        new CacheLookup(whole, model, original, policy, renewed, lookUp, lenience, null);
    return new CacheLookup(key, model, call, policy, renewed, lookUp, lenience, asked);
  }

  /** The same, of which no trace tells. */
  public CacheLookup(CacheKey key, String model, Call call, CachePolicy policy) {
    this(key, model, call, policy, Span.none());
  }

  /** The shape that the call asks for. */
  public Shape shape() {
    return Shape.of(call);
  }

  /** The call's priority. */
  public Priority priority() {
    return call.terms().priority();
  }

  /** Whether the client wants an answer made anew. */
  public boolean noCache() {
    return call.terms().caching().noCache();
  }

  /** Whether the client wants its answer kept nowhere. */
  public boolean noStore() {
    return call.terms().caching().noStore();
  }

  /** What {@code entry}, which may be null, answers at {@code now} by itself; null if nothing. */
  public byte[] body(Entry entry, long now) {
    boolean serves = entry != null && entry.lifetime().made() > renewed && serves(entry, now);
    return serves ? entry.as(shape()) : null;
  }

  private boolean serves(Entry entry, long now) {
    Lifetime lifetime = lifetime(entry);
    return lifetime.fresh(now)
        || lifetime.servesWhileRevalidating(now)
        || (lenience.stale() && takesStale() && lifetime.usableFor(now) > 0);
  }

  /** How long {@code entry} may be given. */
  public Lifetime lifetime(Entry entry) {
    return lenience.of(entry.lifetime());
  }

  /** Why {@code entry} is given at {@code now} although it is stale; null while it is fresh. */
  public Staleness staleness(Entry entry, long now) {
    if (lifetime(entry).fresh(now)) {
      return null;
    }
    return lenience.stale() ? Staleness.BROWNOUT : Staleness.WHILE_REVALIDATE;
  }

  /** Learns that a stored answer was found, and where. */
  public void found(Stored where) {
    lookUp
        .set(SpanAttributes.LEVEL, where.level().name())
        .set(SpanAttributes.STALE, where.stale() == null ? null : where.stale().label());
    lookedUp(Source.HIT);
  }

  /** Learns that no stored answer was found. */
  public void missed() {
    lookedUp(Source.MISS);
  }

  /** Learns that another call asks already, whose answer will do. */
  public void joined() {
    lookedUp(Source.COLLAPSED);
  }

  private void lookedUp(Source how) {
    lookUp.set(SpanAttributes.CACHE, how.label()).end();
  }

  /** Where an answer to it comes from that {@code node} made. */
  public Origin origin(String node, Usage usage) {
    return new Origin(call.tenant(), model, call.operation(), node, usage);
  }

  /** Whether a stale answer is better than none. */
  public boolean takesStale() {
    return !noCache() && !renews();
  }

  /** Whether it is asked for a newer answer than one that is known. */
  public boolean renews() {
    return renewed != ANY;
  }

  /**
   * The same question of another caller, who wants a newer answer than the one {@code made} then.
   */
  public CacheLookup newer(Call other, long made) {
    return new CacheLookup(key, model, other, policy, made, Span.none(), lenience, null);
  }
}
