package io.tidegate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** A row of the outbox. */
@Entity
@Table(name = "outbox")
class JpaPosting {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "outbox_ids")
  @SequenceGenerator(name = "outbox_ids", sequenceName = "outbox_ids", allocationSize = 100)
  private long id;

  private String queue;
  private String subject;
  private String dedup;
  private int priority;

  @Column(name = "due_at")
  private long dueAt;

  /** For JPA. */
  JpaPosting() {}

  JpaPosting(Posting posting) {
    queue = posting.queue();
    subject = posting.subject();
    dedup = posting.dedup();
    priority = posting.priority();
    dueAt = posting.dueAt();
  }

  Posting posting() {
    return new Posting(id, queue, subject, dedup, priority, dueAt);
  }
}
