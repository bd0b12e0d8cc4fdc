/** What calls have used and what that costs: by tenant, key, model and day. */
package io.tidegate.usage;
