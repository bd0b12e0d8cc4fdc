/** When two requests ask the same: canonical JSON and its hash. */
package io.tidegate.cache.key;
