/** Typed reading of the {@code tidegate.*} keys, wherever the server has them from. */
package io.tidegate.settings;
