package io.tidegate.api.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.ListParameters;
import io.tidegate.api.jobs.DeadLetterListJson.PurgedJson;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.webhooks.NoticeDesk;
import io.tidegate.webhooks.NoticeState;
import jakarta.servlet.http.HttpServletRequest;

/** Answers questions about webhook events; thread-safe. Requests must be suspended. */
public final class HttpNotices {

  /**
   * A suspended question.
   *
   * @param http the request
   * @param tenant about whose events, or null for everybody's
   */
  record Question(HttpServletRequest http, TenantId tenant) {

    /** The question of a tenant that was let in. */
    static Question ofTenant(HttpServletRequest http) {
      HttpServletRequest real = HttpVisit.own(http);
      return new Question(real, HttpVisit.of(real).tenant());
    }

    /** The question of an administrator about the tenant of this name, or everybody if null. */
    static Question ofAdmin(HttpServletRequest http, String tenant) {
      try {
        TenantId named = tenant == null ? null : new TenantId(tenant);
        return new Question(HttpVisit.own(http), named);
      } catch (IllegalArgumentException broken) {
        throw Failure.invalid("tenant", "must name a tenant").asException();
      }
    }
  }

  private final NoticeDesk desk;
  private final HttpBlockingWork bench;

  /** The webhooks' endpoints over {@code desk}. */
  public HttpNotices(NoticeDesk desk, HttpBlockingWork bench) {
    this.desk = requireNonNull(desk, "desk");
    this.bench = requireNonNull(bench, "bench");
  }

  /** Answers with a page of events. */
  void list(Question question, String status, String limit, String after) {
    NoticeState state = ListParameters.state(status, NoticeState.values(), NoticeState::label);
    String cursor = ListParameters.given(after);
    int most = ListParameters.limit(limit);
    bench.answer(
        question.http(),
        () -> WebhookEventJson.of(desk.list(question.tenant(), state, cursor, most)));
  }

  /** Sends an event again, and answers with it. */
  void retry(Question question, String id) {
    bench.answer(question.http(), () -> WebhookEventJson.of(desk.retry(id, question.tenant())));
  }

  /** Forgets what could not be delivered, and answers with how many there were. */
  void purge(Question question) {
    bench.answer(question.http(), () -> new PurgedJson(desk.purgeDead(question.tenant())));
  }
}
