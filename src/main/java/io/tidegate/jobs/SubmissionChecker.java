package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.JobStore.Draft;
import io.tidegate.jobs.JobStore.Mark;
import io.tidegate.store.StorableText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Makes submissions ready to be kept, and refuses those that cannot be. Thread-safe. */
final class SubmissionChecker {

  private static final int LONGEST_KEY = 255;
  private static final int LONGEST_MODEL = 256;

  private final JobsConfig.Times limits;
  private final BiFunction<TenantId, String, Optional<String>> targets;
  private final Supplier<String> ids;

  /**
   * Makes drafts.
   *
   * @param targets where a tenant is told, by the URL that it gave or null, as {@link
   *     io.tidegate.webhooks.Receivers#of} says
   * @param ids a new id each time
   */
  SubmissionChecker(
      JobsConfig.Times limits,
      BiFunction<TenantId, String, Optional<String>> targets,
      Supplier<String> ids) {
    this.limits = requireNonNull(limits, "limits");
    this.targets = requireNonNull(targets, "targets");
    this.ids = requireNonNull(ids, "ids");
  }

  /**
   * The job that {@code submission} becomes.
   *
   * @param now the time, in epoch milliseconds
   * @throws FailureException that names the option which is out of range
   */
  Draft of(Submission submission, long now) {
    Submission.Options options = submission.options();
    Request request = submission.request();
    long deadline = millis(options.deadline(), "deadline", limits.deadline(), limits.maxDeadline());
    long retention =
        millis(options.retention(), "retention", limits.retention(), limits.maxRetention());
    check(request.model().length() <= LONGEST_MODEL, "model", "is too long");
    // The database would refuse those, too, that are stored together with it.
    check(StorableText.isStorable(request.model()), "model", "must be text without NUL");
    byte[] body = request.bytes();
    String webhook = targets.apply(submission.tenant(), options.webhook()).orElse(null);
    Job job =
        new Job(
            ids.get(),
            submission.tenant(),
            submission.operation(),
            request.model(),
            request.stream(),
            submission.terms().priority(),
            JobState.QUEUED,
            0,
            new Job.Times(now, 0, 0, now + deadline, 0),
            null);
    return new Draft(
        job,
        new JobResult.Body(body),
        submission.terms(),
        retention,
        mark(options.idempotencyKey(), submission.operation(), body),
        webhook);
  }

  private static long millis(Duration asked, String name, Duration usual, Duration most) {
    if (asked == null) {
      return usual.toMillis();
    }
    check(
        !asked.isNegative() && asked.toMillis() > 0 && asked.compareTo(most) <= 0,
        name,
        "must be longer than nothing and at most " + most);
    return asked.toMillis();
  }

  private static Mark mark(String key, Operation operation, byte[] body) {
    if (key == null) {
      return null;
    }
    check(
        !key.isBlank() && key.length() <= LONGEST_KEY && StorableText.isStorable(key),
        "idempotency-key",
        "must have from 1 to " + LONGEST_KEY + " characters");
    MessageDigest digest = sha256();
    digest.update(operation.name().getBytes(UTF_8));
    digest.update((byte) 0);
    return new Mark(key, HexFormat.of().formatHex(digest.digest(body)));
  }

  private static void check(boolean right, String name, String rule) {
    if (!right) {
      throw Failure.ofParam(INVALID_VALUE, name, name + " " + rule).asException();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
