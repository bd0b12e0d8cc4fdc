package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.time.Duration;

/**
 * A job as its owner hands it in.
 *
 * @param tenant its owner
 * @param operation what it asks
 * @param request the body and what was read from it
 * @param terms on what terms it is served
 * @param options what the owner says of it
 */
public record Submission(
    TenantId tenant, Operation operation, Request request, Terms terms, Options options) {

  /**
   * What the owner says of a job; each may be null for the default.
   *
   * @param deadline how long it may take until its answer
   * @param retention how long it is kept after its end
   * @param idempotencyKey what makes a repetition of the submission known
   * @param webhook where its owner is told of its end
   */
  public record Options(
      Duration deadline, Duration retention, String idempotencyKey, String webhook) {

    /** Nothing was said. */
    public static final Options NONE = new Options(null, null, null, null);
  }

  public Submission {
    requireNonNull(tenant, "tenant");
    requireNonNull(operation, "operation");
    requireNonNull(request, "request");
    requireNonNull(terms, "terms");
    requireNonNull(options, "options");
  }
}
