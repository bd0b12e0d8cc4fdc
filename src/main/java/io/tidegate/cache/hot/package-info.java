/** Which questions are asked most, counted in little memory. */
package io.tidegate.cache.hot;
