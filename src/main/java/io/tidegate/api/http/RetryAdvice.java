package io.tidegate.api.http;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * Whether and when a refused client may come back, in whole seconds.
 *
 * <p>At most 8 s: all official SDKs honour that, while they cut or ignore longer times. Each client
 * is told up to twice the time, drawn at random, so that they do not come back all at once; times
 * over 4 s therefore become 4 to 8. One whom the operator refuses is told the very time, which no
 * SDK is to wait for, and one whose quota is used up the very time at which there is some again.
 * Thread-safe as its randomness is.
 */
public final class RetryAdvice {

  private static final String BEARER = "Bearer realm=\"tidegate\"";
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final long LONGEST_SECONDS = 8;

  /** SDKs wait no longer. */
  private static final Duration FAR = Duration.ofMinutes(1);

  private final RandomGenerator random;

  /** Advice whose times are spread by {@code random}. */
  public RetryAdvice(RandomGenerator random) {
    this.random = random;
  }

  /** Tells {@code header} when a client refused by {@code failure} may come back, or with what. */
  public void tell(Failure failure, BiConsumer<String, String> header) {
    if (failure.code() == ErrorCode.QUOTA_EXCEEDED && failure.retryAfter() != null) {
      header.accept("retry-after-ms", Long.toString(millis(failure.retryAfter())));
    }
    retryAfterSeconds(failure)
        .ifPresent(seconds -> header.accept("Retry-After", Long.toString(seconds)));
    if (isRepeatedInVain(failure.code()) || isFarOff(failure)) {
      header.accept("x-should-retry", "false");
    }
    switch (failure.code()) {
      case INVALID_API_KEY -> header.accept("WWW-Authenticate", BEARER);
      case UNSUPPORTED_MEDIA_TYPE -> header.accept("Accept-Encoding", HttpInflation.KNOWN);
      default -> {}
    }
  }

  /** SDKs repeat any 409, 429 or 504 by themselves: in vain before a known time, or after it. */
  private static boolean isRepeatedInVain(ErrorCode code) {
    return code == ErrorCode.CONFLICT
        || code == ErrorCode.DEADLINE_EXCEEDED
        || code == ErrorCode.TENANT_REFUSED;
  }

  /** Who waits for a day or a month to end is not to be asked again and again by an SDK. */
  private static boolean isFarOff(Failure failure) {
    return failure.code() == ErrorCode.QUOTA_EXCEEDED
        && failure.retryAfter() != null
        && failure.retryAfter().compareTo(FAR) > 0;
  }

  /** None too early. */
  private static long millis(Duration time) {
    return Math.max(1, time.plusNanos(999_999).toMillis());
  }

  /** The value of {@code Retry-After}, or nothing when a retry is pointless. */
  OptionalLong retryAfterSeconds(Failure failure) {
    if (!failure.code().retryable()) {
      return OptionalLong.empty();
    }
    Duration asked = failure.retryAfter() == null ? SOON : failure.retryAfter();
    if (failure.code().isOwnLimit()) {
      return OptionalLong.of(Math.max(1, asked.plusNanos(999_999_999).toSeconds()));
    }
    double shortest = Math.min(asked.toMillis() / 1000.0, LONGEST_SECONDS / 2.0);
    long spread = (long) Math.ceil(shortest * (1 + random.nextDouble()));
    return OptionalLong.of(Math.min(LONGEST_SECONDS, Math.max(1, spread)));
  }
}
