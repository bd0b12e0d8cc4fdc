package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import io.tidegate.tracing.Span;

/**
 * One parsed request on its way through the gateway; immutable.
 *
 * @param id the request id, for headers and logs
 * @param tenant who asks
 * @param operation what is asked
 * @param request the body and what was read from it
 * @param deadline until when somebody waits
 * @param terms on what terms it is served
 */
public record Call(
    String id,
    TenantId tenant,
    Operation operation,
    Request request,
    Deadline deadline,
    Terms terms) {

  public Call {
    requireNonNull(id, "id");
    requireNonNull(tenant, "tenant");
    requireNonNull(operation, "operation");
    requireNonNull(request, "request");
    requireNonNull(deadline, "deadline");
    requireNonNull(terms, "terms");
  }

  /** A call on the terms that hold when nobody said anything. */
  public Call(String id, TenantId tenant, Operation operation, Request request, Deadline deadline) {
    this(id, tenant, operation, request, deadline, Terms.DEFAULT);
  }

  /** The span that tells of it. */
  public Span span() {
    return terms.span();
  }

  /** The same call, of which {@code span} tells. */
  public Call within(Span span) {
    return span == terms.span()
        ? this
        : new Call(id, tenant, operation, request, deadline, terms.within(span));
  }

  /** The same call, for which {@code other} is asked. */
  public Call asking(Request other) {
    return new Call(id, tenant, operation, other, deadline, terms);
  }

  /** The model the client named. */
  public String model() {
    return request.model();
  }

  /** Whether the client asked for a stream of events. */
  public boolean stream() {
    return request.stream();
  }
}
