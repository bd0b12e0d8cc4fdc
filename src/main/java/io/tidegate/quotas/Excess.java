package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import java.time.Duration;

/**
 * A limit that is used up.
 *
 * @param subject whose it is
 * @param what of what there is no more
 * @param limit how much of it there is in all; null if that is nobody's business
 * @param until how long it takes until there is some again
 */
record Excess(Subject subject, String what, String limit, Duration until) {

  Excess {
    requireNonNull(subject, "subject");
    requireNonNull(what, "what");
    requireNonNull(until, "until");
  }

  /** What the caller is told. */
  Failure failure() {
    String whose =
        switch (subject.scope()) {
          case TENANT -> "this tenant";
          case KEY -> "this key";
          case MODEL -> "this model";
        };
    String much = limit == null ? "" : " (" + limit + ")";
    return Failure.of(
            ErrorCode.QUOTA_EXCEEDED, "The quota of " + whose + " is used up: " + what + much + ".")
        .retryAfter(until);
  }
}
