/** Tells tenants by HTTP what became of their jobs and batches. */
package io.tidegate.webhooks;
