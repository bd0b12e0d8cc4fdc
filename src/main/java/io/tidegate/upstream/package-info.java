/** One attempt at one node: the HTTP call, the first-content gate and the watchdogs. */
package io.tidegate.upstream;
