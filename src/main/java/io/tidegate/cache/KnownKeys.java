package io.tidegate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.nio.ByteBuffer;

/**
 * The keys of short requests that came before, byte for byte: most callers that ask the same spell
 * it the same, and looking that up costs a tenth of making the key.
 *
 * <p>Thread-safe; never blocks.
 */
final class KnownKeys {

  private static final int LONGEST = 4 << 10;
  private static final int MOST_BYTES = 4 << 20;
  private static final int OVERHEAD = 300;

  /** All that a key is made of; the body is compared as bytes. */
  private record Spelling(
      ByteBuffer body,
      TenantId tenant,
      String model,
      Operation operation,
      boolean pinned,
      boolean shared) {}

  private final Cache<Spelling, CacheKey> keys =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Spelling spelling, CacheKey key) -> spelling.body().remaining() + OVERHEAD)
          .executor(Runnable::run)
          .build();

  /** As {@link CacheKey#of}. */
  CacheKey of(Call call, String model, boolean shared) {
    if (call.request().size() > LONGEST) {
      return CacheKey.of(call, model, shared);
    }
    Spelling spelling =
        new Spelling(
            call.request().body(),
            call.tenant(),
            model,
            call.operation(),
            call.terms().pinned(),
            shared);
    CacheKey known = keys.getIfPresent(spelling);
    if (known != null) {
      return known;
    }
    CacheKey made = CacheKey.of(call, model, shared);
    if (made != null) {
      keys.put(spelling, made);
    }
    return made;
  }
}
