/** Jobs, their events, what failed for good, and webhooks. */
package io.tidegate.api.jobs;
