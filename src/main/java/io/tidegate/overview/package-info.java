/** Jobs and batches of all tenants as administrators see them: how many, which, how far. */
package io.tidegate.overview;
