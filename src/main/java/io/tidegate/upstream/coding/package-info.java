/** The content codings in which nodes may send their bodies. */
package io.tidegate.upstream.coding;
