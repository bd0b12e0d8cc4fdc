/** Answers that are known already: keys, the tiers that keep them, single flight, freshness. */
package io.tidegate.cache;
