/** How much a tenant, a key or a model of a tenant may ask: rates, calls at once, budgets. */
package io.tidegate.quotas;
