/** Who comes in: request ids, tenants, keys, administrators. */
package io.tidegate.api.entry;
