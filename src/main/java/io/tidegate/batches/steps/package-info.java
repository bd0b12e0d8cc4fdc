/** The steps of a batch: validation, slices, the end; one worker holds each at a time. */
package io.tidegate.batches.steps;
