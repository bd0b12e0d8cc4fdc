package io.tidegate.batches.rows;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** What became of a line, as a row. */
@Entity
@Table(name = "batch_result")
@IdClass(JpaLineKey.class)
class JpaBatchResult {

  @Id private String batch;

  @Id
  @Column(name = "no")
  private int number;

  private boolean ok;
  private int length;
  private byte[] content;

  /** For JPA. */
  JpaBatchResult() {}

  JpaBatchResult(String batch, BatchResult result) {
    this.batch = batch;
    number = result.line();
    ok = result.ok();
    content = result.text().bytes();
    length = content.length;
  }

  /** The result; its tokens are in the batch's. */
  BatchResult result() {
    return new BatchResult(
        number, ok, new BatchResult.Text(this::whole), new Batch.Tokens(0, 0, 0, 0));
  }

  private byte[] whole() {
    if (length != content.length) {
      throw new IllegalStateException("a result of " + batch + " is not whole");
    }
    return content;
  }
}
