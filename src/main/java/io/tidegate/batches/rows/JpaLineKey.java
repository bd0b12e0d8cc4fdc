package io.tidegate.batches.rows;

import java.io.Serializable;
import java.util.Objects;

/** The key of a row that is the {@code number}-th of a batch. */
public class JpaLineKey implements Serializable {

  private static final long serialVersionUID = 1L;

  private String batch;
  private int number;

  /** For JPA. */
  public JpaLineKey() {}

  JpaLineKey(String batch, int number) {
    this.batch = batch;
    this.number = number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JpaLineKey that && number == that.number && batch.equals(that.batch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(batch, number);
  }
}
