package io.tidegate.webhooks;

import io.tidegate.exchange.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the events. */
@Entity
@Table(name = "webhook")
class JpaWebhookEvent {

  /** The receiver of a URL that is none: what is sent there fails, and nothing else. */
  private static final String NOWHERE = "-";

  @Id private String id;

  private String type;
  private String tenant;
  private String subject;
  private String url;
  private String host;

  @Column(name = "created_at")
  private long createdAt;

  @Enumerated(EnumType.STRING)
  private WebhookEventState state;

  @Column(name = "due_at")
  private long dueAt;

  @Column(name = "lease_until")
  private long leaseUntil;

  private long epoch;
  private int attempts;

  @Column(name = "last_status")
  private int lastStatus;

  @Enumerated(EnumType.STRING)
  @Column(name = "last_problem")
  private Problem lastProblem;

  @Column(name = "ended_at")
  private long endedAt;

  /** For JPA. */
  JpaWebhookEvent() {}

  JpaWebhookEvent(WebhookEvent event) {
    id = event.id();
    type = event.type();
    tenant = event.tenant().value();
    subject = event.subject();
    url = event.url();
    host = receiver(event.url()).authority();
    createdAt = event.at();
    state = WebhookEventState.PENDING;
    dueAt = event.at();
  }

  /** Whether {@code owner}, or anybody if that is null, may know of it. */
  boolean isOf(TenantId owner) {
    return owner == null || owner.value().equals(tenant);
  }

  long createdAt() {
    return createdAt;
  }

  DueEvent delivery() {
    return new DueEvent(
        new WebhookEvent(type, new TenantId(tenant), subject, url, createdAt),
        host,
        attempts,
        epoch);
  }

  WebhookEventView view() {
    return new WebhookEventView(
        id,
        type,
        new TenantId(tenant),
        subject,
        receiver(url).origin(),
        state,
        new WebhookEventView.Last(attempts, lastStatus, lastProblem),
        new WebhookEventView.Times(
            createdAt, state == WebhookEventState.PENDING ? dueAt : 0, endedAt));
  }

  private static ReceiverUrl receiver(String url) {
    try {
      return ReceiverUrl.parse(url);
    } catch (IllegalArgumentException broken) {
      return new ReceiverUrl("https", NOWHERE, 0, "/");
    }
  }
}
