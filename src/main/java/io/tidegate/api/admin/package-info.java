/** What administrators see and change: nodes, balancing, cache, warm-up, alerts, scaling. */
package io.tidegate.api.admin;
