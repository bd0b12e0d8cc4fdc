/** Which nodes may be connected to, with which certificates, and through which proxy. */
package io.tidegate.upstream.access;
