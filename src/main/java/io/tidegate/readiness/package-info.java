/**
 * The small application beside the gateway's, which says that the server is not ready without it.
 */
package io.tidegate.readiness;
