package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.jobs.Submission;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads what the headers of a request say of the job that it makes.
 *
 * <p>Headers are given as a function from their names to their values, null for one that is
 * missing; a bad one is told by a {@link FailureException} that names it and its rule.
 */
public final class JobHeaders {

  public static final String DEADLINE = "x-tidegate-job-deadline";
  public static final String RETENTION = "x-tidegate-job-retention";
  public static final String KEY = "Idempotency-Key";
  public static final String WEBHOOK = "x-tidegate-webhook";

  /** By this a caller takes a job where it would otherwise be refused for overload. */
  static final String OVERFLOW = "x-tidegate-overflow";

  /** Its only value. */
  static final String JOB = "job";

  private static final Map<String, String> BY_OPTION =
      Map.of(
          "deadline", DEADLINE, "retention", RETENTION, "idempotency-key", KEY, "webhook", WEBHOOK);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

  /** No one means more, and the sum with any date is still a date. */
  private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

  private JobHeaders() {}

  /** The options of the job; the store has bounds of its own for their times. */
  public static Submission.Options options(UnaryOperator<String> headers) {
    return new Submission.Options(
        duration(DEADLINE, headers.apply(DEADLINE)),
        duration(RETENTION, headers.apply(RETENTION)),
        key(headers.apply(KEY)),
        headers.apply(WEBHOOK));
  }

  /** Whether the call may become a job when there is no place for it. */
  static boolean overflow(UnaryOperator<String> headers) {
    String said = headers.apply(OVERFLOW);
    if (said != null && !said.equalsIgnoreCase(JOB)) {
      throw invalid(OVERFLOW, "must be job");
    }
    return said != null;
  }

  /** {@code failure}, with the header in place of the option that it gave and that was refused. */
  static Failure named(Failure failure) {
    String header = failure.param() == null ? null : BY_OPTION.get(failure.param());
    if (failure.code() != INVALID_VALUE || header == null) {
      return failure;
    }
    String rule = failure.message().replaceFirst("^'?" + failure.param() + "'? ", "");
    return Failure.ofParam(INVALID_VALUE, header, "'" + header + "' " + rule);
  }

  private static Duration duration(String header, String said) {
    if (said == null) {
      return null;
    }
    Duration time = parse(said.strip());
    if (time == null || time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw invalid(header, "must be a duration such as PT2H, or whole seconds, more than 0");
    }
    return time;
  }

  /** The duration, or null if it is none. */
  private static Duration parse(String said) {
    if (SECONDS.matcher(said).matches()) {
      return Duration.ofSeconds(Long.parseLong(said));
    }
    try {
      return Duration.parse(said);
    } catch (DateTimeException none) {
      return null;
    }
  }

  private static String key(String said) {
    if (said != null && !VISIBLE.matcher(said).matches()) {
      throw invalid(KEY, "must be 1 to 255 visible ASCII characters");
    }
    return said;
  }

  private static FailureException invalid(String header, String rule) {
    return Failure.invalid(header, rule).asException();
  }
}
