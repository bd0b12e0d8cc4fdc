/** The answer cache: what is known is given, and what is asked is asked once. */
package io.tidegate.cache;
