/** Batches as the API and the broker see them: creating, cancelling, expiring, working. */
package io.tidegate.batches;
