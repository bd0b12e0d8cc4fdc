/** Quotas and usage: who may have how much, and what was used. */
package io.tidegate.api.usage;
