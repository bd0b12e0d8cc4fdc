/** The audit log as administrators see it, and the filter by which acts come into it. */
package io.tidegate.api.audit;
