/** Connections to nodes, names of hosts, and one round trip over HTTP. */
package io.tidegate.upstream.wire;
