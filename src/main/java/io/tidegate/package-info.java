/** The gateway: the order of the stages that a call passes, from the cache to the nodes. */
package io.tidegate;
