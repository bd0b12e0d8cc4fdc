/** Answers under way: heartbeats, clients that left, and what is written down at the end. */
package io.tidegate.api.open;
