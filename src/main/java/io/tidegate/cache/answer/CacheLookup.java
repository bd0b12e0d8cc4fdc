package io.tidegate.cache.answer;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Stored;
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
 */
public record CacheLookup(
    CacheKey key, String model, Call call, CachePolicy policy, long renewed, Span lookUp) {

  static final long ANY = Long.MIN_VALUE;

  /** A question that any answer will do for. */
  public CacheLookup(CacheKey key, String model, Call call, CachePolicy policy, Span lookUp) {
    this(key, model, call, policy, ANY, lookUp);
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
    boolean serves =
        entry != null
            && entry.lifetime().made() > renewed
            && (entry.lifetime().fresh(now) || entry.lifetime().servesWhileRevalidating(now));
    return serves ? entry.as(shape()) : null;
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
    return new CacheLookup(key, model, other, policy, made, Span.none());
  }
}
