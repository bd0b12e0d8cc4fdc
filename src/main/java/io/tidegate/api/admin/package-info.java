/**
 * What administrators see and change: nodes, balancing, cache, warm-up, alerts, scaling,
 * experiments.
 */
package io.tidegate.api.admin;
