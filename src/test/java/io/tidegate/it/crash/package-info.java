/** Servers, brokers and databases that are killed while jobs run, and what is left afterwards. */
package io.tidegate.it.crash;
