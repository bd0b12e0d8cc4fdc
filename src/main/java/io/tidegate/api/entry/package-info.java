/** Who comes in: request ids, tenants, keys, administrators, other origins. */
package io.tidegate.api.entry;
