package io.tidegate.quotas;

import io.tidegate.exchange.DialectName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;

/** The headers by which clients are told of their limits, as OpenAI and Anthropic name them. */
public final class QuotaHeaders {

  private static final String OPENAI = "x-ratelimit-";
  private static final String ANTHROPIC = "anthropic-ratelimit-";

  private QuotaHeaders() {}

  /**
   * Tells {@code header} how {@code states} stand at {@code now}; of what is not limited nothing.
   *
   * @param dialect what the client speaks
   */
  public static void tell(
      RateStates states, DialectName dialect, Instant now, BiConsumer<String, String> header) {
    tell(states.requests(), "requests", dialect, now, header);
    tell(states.tokens(), "tokens", dialect, now, header);
  }

  private static void tell(
      RateState state,
      String what,
      DialectName dialect,
      Instant now,
      BiConsumer<String, String> header) {
    if (state == null) {
      return;
    }
    String limit = Long.toString(state.limit());
    String remaining = Long.toString(state.remaining());
    if (dialect == DialectName.MESSAGES) {
      header.accept(ANTHROPIC + what + "-limit", limit);
      header.accept(ANTHROPIC + what + "-remaining", remaining);
      header.accept(ANTHROPIC + what + "-reset", time(now.plus(state.reset())));
    } else {
      header.accept(OPENAI + "limit-" + what, limit);
      header.accept(OPENAI + "remaining-" + what, remaining);
      header.accept(OPENAI + "reset-" + what, span(state.reset()));
    }
  }

  /** In whole seconds, none too early. */
  private static String time(Instant reset) {
    return reset.plusMillis(999).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** As OpenAI writes it: {@code 20ms}, {@code 1s}, {@code 6m0s}. */
  static String span(Duration time) {
    long millis = time.plusNanos(999_999).toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    long seconds = (millis + 999) / 1000;
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
