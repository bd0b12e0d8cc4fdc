package io.tidegate.batches.rows;

import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.SliceSpan;
import io.tidegate.store.Lease;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A slice as a row. Its batch's row is locked before it is changed. */
@Entity
@Table(name = "batch_slice")
@IdClass(JpaLineKey.class)
public class JpaSlice extends JpaStep {

  static final String OPEN = "OPEN";
  static final String RUNNING = "RUNNING";
  static final String DONE = "DONE";

  @Id String batch;

  @Id
  @Column(name = "no")
  int number;

  @Column(name = "first_line")
  private int firstLine;

  @Column(name = "last_line")
  private int lastLine;

  @Column(name = "line_count")
  private int lines;

  @Column(name = "from_byte")
  private long from;

  @Column(name = "byte_count")
  private int length;

  String state;

  /** For JPA. */
  JpaSlice() {}

  @Override
  public String owner() {
    return batch;
  }

  JpaSlice(String batch, int number, SliceSpan span) {
    this.batch = batch;
    this.number = number;
    firstLine = span.firstLine();
    lastLine = span.lastLine();
    lines = span.lines();
    from = span.from();
    length = span.length();
    state = OPEN;
  }

  SliceSpan span() {
    return new SliceSpan(firstLine, lastLine, lines, from, length);
  }

  Claim claimed(Lease lease) {
    state = RUNNING;
    return new Claim(batch, number, take(lease));
  }

  boolean heldBy(Claim claim) {
    return state.equals(RUNNING) && isOf(claim);
  }
}
