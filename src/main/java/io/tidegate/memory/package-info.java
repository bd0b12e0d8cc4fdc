/** The bytes that all calls together may hold on the heap: taken and given back like permits. */
package io.tidegate.memory;
