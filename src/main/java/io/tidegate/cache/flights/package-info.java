/** Single flight: one call to a node for all who ask the same at a time. */
package io.tidegate.cache.flights;
