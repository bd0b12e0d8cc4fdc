/** Tenants and their keys: what administrators see and change, and what a tenant sees of itself. */
package io.tidegate.api.tenants;
