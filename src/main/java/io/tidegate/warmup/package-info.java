/** Answers made before they are asked for: what is asked most, or what a file says. */
package io.tidegate.warmup;
