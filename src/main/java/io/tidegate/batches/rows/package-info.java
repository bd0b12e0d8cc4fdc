/** Batches, slices and results as rows of the database. */
package io.tidegate.batches.rows;
