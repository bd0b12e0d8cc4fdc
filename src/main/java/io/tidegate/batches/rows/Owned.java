package io.tidegate.batches.rows;

/** A row that belongs to a batch. */
interface Owned {

  /** The id of the batch. */
  String owner();
}
