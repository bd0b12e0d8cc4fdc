/** Small values that all servers share: kept in the database, read from memory. */
package io.tidegate.registry;
