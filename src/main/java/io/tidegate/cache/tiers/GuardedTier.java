package io.tidegate.cache.tiers;

import io.tidegate.cache.key.CacheKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/**
 * The shared tier behind MicroProfile Fault Tolerance: callers never wait, and a store that hangs
 * holds few threads.
 *
 * <p>Each method has a breaker and a bulkhead of its own. A call ends after 150 ms, the time in the
 * queue included; where the provider makes threads wait, its thread is interrupted, and if that is
 * not heeded, it keeps its place in the bulkhead until the provider's own timeout. When half of the
 * last 8 calls failed, all fail at once for 5 s. A full bulkhead tells of load here, not of the
 * store's health, and does not open the breaker.
 *
 * <p>The annotations hold for all methods that this class has; Fault Tolerance counts the bodies of
 * lambdas among them, so that there are none here. Stages fail with {@code TimeoutException},
 * {@code CircuitBreakerOpenException} or {@code BulkheadException} of Fault Tolerance, or with an
 * {@link IOException}.
 */
@ApplicationScoped
@Asynchronous
@Timeout(JCacheTier.ANSWERED_MILLIS)
@CircuitBreaker(
    requestVolumeThreshold = 8,
    failureRatio = 0.5,
    delay = 5_000,
    successThreshold = 2,
    skipOn = BulkheadException.class)
@Bulkhead(value = 16, waitingTaskQueue = 4096)
public class GuardedTier implements SharedTier {

  private final SharedTier tier;

  /** For the proxy that CDI makes. */
  GuardedTier() {
    this.tier = null;
  }

  /** Guards {@code store}. */
  @Inject
  GuardedTier(JCacheTier store) {
    this.tier = store;
  }

  @Override
  public CompletionStage<byte[]> get(CacheKey key) {
    return tier.get(key);
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, byte[] entry) {
    return tier.put(key, entry);
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, String server) {
    return tier.lease(key, server);
  }

  @Override
  public CompletionStage<Void> release(CacheKey key, String server) {
    return tier.release(key, server);
  }
}
