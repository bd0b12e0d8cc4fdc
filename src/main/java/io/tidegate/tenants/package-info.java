/** Who may ask: tenants and their API keys. */
package io.tidegate.tenants;
