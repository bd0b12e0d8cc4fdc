package io.tidegate.api.calls;

import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Stored;

/** What the header {@code Cache-Status} tells (RFC 9211). */
final class CacheStatus {

  private static final String CACHE = "tidegate";

  private CacheStatus() {}

  /**
   * The value of the header.
   *
   * @param source what the cache did with the call
   * @param stored where the answer was stored, or null if a node gives it; it counts for more,
   *     since a call may have joined another that found it
   */
  static String of(Source source, Stored stored) {
    return CACHE + (stored == null ? told(source) : told(stored));
  }

  private static String told(Source source) {
    return switch (source) {
      case BYPASS -> "; fwd=bypass";
      case REQUEST -> "; fwd=request";
      case HIT -> "; hit";
      case MISS -> "; fwd=miss";
      case COLLAPSED -> "; fwd=miss; collapsed";
    };
  }

  private static String told(Stored stored) {
    String level = stored.level().name();
    return "; hit; ttl="
        + stored.ttl()
        + "; detail="
        + (stored.stale() == null ? level : "\"" + level + ", " + stored.stale().label() + "\"");
  }
}
