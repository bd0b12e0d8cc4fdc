package io.tidegate.batches.rows;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.Claim;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Lease;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A batch as a row, which is locked before anything of the batch is changed. */
@Entity
@Table(name = "batch")
public class JpaBatch extends JpaStep {

  @Id String id;
  String tenant;

  @Enumerated(EnumType.STRING)
  private Operation operation;

  @Column(name = "input_file")
  private String inputFile;

  String model;

  @Enumerated(EnumType.STRING)
  BatchStatus status;

  /** How it ends, once it is known. */
  @Enumerated(EnumType.STRING)
  BatchStatus ending;

  String webhook;

  @Column(name = "keep_output")
  long keepOutput;

  private String metadata;
  String errors;

  @Column(name = "output_file")
  String outputFile;

  @Column(name = "error_file")
  String errorFile;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "in_progress_at")
  long inProgressAt;

  @Column(name = "expires_at")
  private long expiresAt;

  @Column(name = "finalizing_at")
  long finalizingAt;

  @Column(name = "completed_at")
  private long completedAt;

  @Column(name = "failed_at")
  private long failedAt;

  @Column(name = "expired_at")
  private long expiredAt;

  @Column(name = "cancelling_at")
  long cancellingAt;

  @Column(name = "cancelled_at")
  private long cancelledAt;

  int total;
  private int completed;
  private int failed;

  @Column(name = "input_tokens")
  private long inputTokens;

  @Column(name = "cached_tokens")
  private long cachedTokens;

  @Column(name = "output_tokens")
  private long outputTokens;

  @Column(name = "reasoning_tokens")
  private long reasoningTokens;

  /** How often the step of its own has failed that it waits for. */
  int tries;

  /** Whether nothing is left of it but this row. */
  boolean swept;

  /** For JPA. */
  JpaBatch() {}

  @Override
  public String owner() {
    return id;
  }

  JpaBatch(Batch batch, long keepOutput, String webhook) {
    id = batch.id();
    tenant = batch.tenant().value();
    operation = batch.operation();
    inputFile = batch.files().input();
    status = batch.status();
    this.webhook = webhook;
    this.keepOutput = keepOutput;
    metadata = JpaJsonColumn.text(batch.metadata());
    errors = JpaJsonColumn.text(batch.errors());
    createdAt = batch.times().created();
    expiresAt = batch.times().expires();
  }

  Batch batch() {
    return new Batch(
        id,
        new TenantId(tenant),
        operation,
        model,
        status,
        new Batch.FileIds(inputFile, outputFile, errorFile),
        times(),
        new Batch.Counts(total, completed, failed),
        new Batch.Tokens(inputTokens, cachedTokens, outputTokens, reasoningTokens),
        JpaJsonColumn.errors(errors),
        JpaJsonColumn.metadata(metadata));
  }

  private Batch.Times times() {
    return new Batch.Times(
        createdAt,
        inProgressAt,
        expiresAt,
        finalizingAt,
        completedAt,
        failedAt,
        expiredAt,
        cancellingAt,
        cancelledAt);
  }

  long expires() {
    return expiresAt;
  }

  boolean expired(long now) {
    return now >= expiresAt;
  }

  /** Whether lines may be started. */
  boolean goesOn(long now) {
    return status == BatchStatus.IN_PROGRESS && !expired(now);
  }

  /** Whether each line has a result. */
  boolean complete() {
    return completed + failed == total;
  }

  /** Takes its own step up. */
  Claim claimed(Lease lease) {
    return new Claim(id, Claim.OWN, take(lease));
  }

  boolean heldBy(Claim claim) {
    return !status.isFinal() && isOf(claim);
  }

  void add(BatchResult result) {
    completed += result.ok() ? 1 : 0;
    failed += result.ok() ? 0 : 1;
    inputTokens += result.tokens().input();
    cachedTokens += result.tokens().cached();
    outputTokens += result.tokens().output();
    reasoningTokens += result.tokens().reasoning();
  }

  /** Comes to its final status. */
  void end(BatchStatus last, long now) {
    status = last;
    rest();
    switch (last) {
      case COMPLETED -> completedAt = now;
      case FAILED -> failedAt = now;
      case EXPIRED -> expiredAt = now;
      case CANCELLED -> cancelledAt = now;
      case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING ->
          throw new IllegalArgumentException("not final: " + last);
    }
  }
}
