/** Files that tenants upload or batches write, kept in the database in pieces. */
package io.tidegate.files;
