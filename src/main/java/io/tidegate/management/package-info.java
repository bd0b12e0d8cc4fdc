/** Nodes, queue, cache and jobs as the server's own administration sees them: MXBeans. */
package io.tidegate.management;
