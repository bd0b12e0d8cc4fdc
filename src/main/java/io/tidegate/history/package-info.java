/** The last hour of our own figures: sampled from the metrics, kept in rings, told as one view. */
package io.tidegate.history;
