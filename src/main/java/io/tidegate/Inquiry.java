package io.tidegate;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Hit;

/**
 * A call, and what a first look for its answer has shown; immutable. Who asks by it spares the
 * gateway the work of that look.
 */
public final class Inquiry {

  private final Call call;
  private final boolean looked;
  private final CacheLookup question;
  private final Hit hit;

  private Inquiry(Call call, boolean looked, CacheLookup question, Hit hit) {
    this.call = requireNonNull(call, "call");
    this.looked = looked;
    this.question = question;
    this.hit = hit;
  }

  /** A call whose answer nobody has looked for. */
  public static Inquiry of(Call call) {
    return new Inquiry(call, false, null, null);
  }

  /**
   * A call whose answer was looked for.
   *
   * @param question what was asked of the cache, or null if the call is not to be cached
   * @param hit what was found, or null
   */
  static Inquiry looked(Call call, CacheLookup question, Hit hit) {
    return new Inquiry(call, true, question, hit);
  }

  /** The call. */
  public Call call() {
    return call;
  }

  /** The answer that was found, or null. */
  public Hit hit() {
    return hit;
  }

  /** Whether anybody has looked for the answer. */
  boolean isLooked() {
    return looked;
  }

  /** What was asked of the cache, or null if the call is not to be cached or nobody has looked. */
  CacheLookup question() {
    return question;
  }
}
