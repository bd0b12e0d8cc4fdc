/** Batches and files. */
package io.tidegate.api.batches;
