/** What is known of a batch and of its slices, as values. */
package io.tidegate.batches.state;
