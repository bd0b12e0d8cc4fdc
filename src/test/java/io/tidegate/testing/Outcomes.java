package io.tidegate.testing;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Usage;
import java.time.Duration;

/** Outcomes of attempts as nodes would cause them. */
public final class Outcomes {

  private static final Timings NO_TIME = new Timings(-1, 0);

  private Outcomes() {}

  /** An attempt that ended as {@code kind} before anything was delivered. */
  public static Outcome of(Kind kind) {
    return of(kind, kind == Kind.COMPLETED, null);
  }

  /** A busy node that asked to be left alone for {@code pause}. */
  public static Outcome busy(Duration pause) {
    return of(Kind.BUSY, false, pause);
  }

  /** An attempt that ended as {@code kind}, for {@code why}, before anything was delivered. */
  public static Outcome of(Kind kind, Failure why) {
    return new Outcome(kind, why, false, null, NO_TIME);
  }

  /** A node that refused with {@code status} and perhaps asked for a {@code pause}. */
  public static Outcome refused(int status, Duration pause) {
    Kind kind =
        switch (status) {
          case 401, 402 -> Kind.REJECTED;
          case 403, 404, 405, 410, 501 -> Kind.UNSUPPORTED;
          case 429, 503 -> Kind.BUSY;
          default -> Kind.FAILED;
        };
    String message = "The fake says " + status + ".";
    Outcome.ErrorText words =
        new Outcome.ErrorText(message, "{\"error\":{\"message\":\"" + message + "\"}}");
    return new Outcome(
        kind, failure(kind), false, pause, NO_TIME, status, Usage.NONE, words, Usage.NONE);
  }

  /** A node that refused this one call with {@code status}, or said that its account does. */
  public static Outcome refusedBy(Refuser refuser, int status) {
    Outcome refused = refused(status, null);
    return new Outcome(
        Kind.UNSUPPORTED,
        failure(Kind.UNSUPPORTED),
        false,
        null,
        NO_TIME,
        status,
        Usage.NONE,
        refused.words(),
        Usage.NONE,
        refuser);
  }

  /** A node that refused the request with {@code status} in the midst of its answer. */
  public static Outcome refusedMidway(int status) {
    Failure why = Failure.of(ErrorCode.UPSTREAM_FAILED, "The fake says " + status + ".");
    return new Outcome(Kind.COMPLETED, why, true, null, NO_TIME).told(status, Usage.NONE);
  }

  static Outcome of(Kind kind, boolean delivered, Duration pause) {
    return new Outcome(kind, failure(kind), delivered, pause, NO_TIME);
  }

  private static Failure failure(Kind kind) {
    return switch (kind) {
      case COMPLETED -> null;
      case BUSY -> Failure.of(ErrorCode.UPSTREAM_BUSY, "The fake is busy.");
      case FAILED, UNREACHABLE, UNSUPPORTED, REJECTED ->
          Failure.of(ErrorCode.UPSTREAM_FAILED, "The fake failed.");
      case TIMED_OUT -> Failure.of(ErrorCode.UPSTREAM_TIMEOUT, "The fake was silent.");
      case CANCELLED -> Failure.of(ErrorCode.CLIENT_CLOSED, "The fake's client left.");
    };
  }
}
