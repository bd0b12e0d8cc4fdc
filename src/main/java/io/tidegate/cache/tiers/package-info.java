/** Where answers lie: on the heap, in the cluster, and what purges take from both. */
package io.tidegate.cache.tiers;
