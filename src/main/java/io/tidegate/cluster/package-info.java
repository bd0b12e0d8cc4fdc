/** Servers that share the limits of accounts: leases in a map that they have in common. */
package io.tidegate.cluster;
