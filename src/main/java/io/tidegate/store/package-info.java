/** The database that holds the truth, and the outbox that tells the broker of it. */
package io.tidegate.store;
