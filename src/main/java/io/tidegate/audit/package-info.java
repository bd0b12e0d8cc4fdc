/** What administrators did: acts in a chain of hashes, in the database. */
package io.tidegate.audit;
