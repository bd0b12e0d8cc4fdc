package io.tidegate.cache.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The keys of short requests that came before, byte for byte: most callers that ask the same spell
 * it the same, and looking that up costs a tenth of making the key.
 *
 * <p>Thread-safe; never blocks.
 */
public final class KnownKeys {

  private static final int LONGEST = 4 << 10;
  private static final int MOST_BYTES = 4 << 20;
  private static final int OVERHEAD = 300;

  /**
   * All that a key is made of; the body is compared as bytes.
   *
   * @param hash the body's, which no caller can foresee: bytes that collide in a buffer's own hash
   *     are easily made, and would make look-ups walk through all of them
   */
  record Spelling(
      long hash,
      ByteBuffer body,
      TenantId tenant,
      String model,
      Operation operation,
      boolean pinned,
      boolean shared) {

    @Override
    public int hashCode() {
      return Long.hashCode(hash) + Objects.hash(tenant, model, operation, pinned, shared);
    }
  }

  private final SipHash hash;
  private final Cache<Spelling, CacheKey> keys =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Spelling spelling, CacheKey key) -> spelling.body().remaining() + OVERHEAD)
          .executor(Runnable::run)
          .build();

  /** No keys yet; {@code random} keeps their hashes from being foreseen. */
  public KnownKeys(RandomGenerator random) {
    this.hash = new SipHash(random.nextLong(), random.nextLong());
  }

  /** As {@link CacheKey#of}. */
  public CacheKey of(Call call, String model, boolean shared) {
    if (call.request().size() > LONGEST || !call.terms().features().betas().isEmpty()) {
      return CacheKey.of(call, model, shared);
    }
    Spelling spelling = spelling(call, model, shared);
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

  Spelling spelling(Call call, String model, boolean shared) {
    ByteBuffer body = call.request().body();
    return new Spelling(
        hash.of(body), body, call.tenant(), model, call.operation(), call.terms().pinned(), shared);
  }
}
