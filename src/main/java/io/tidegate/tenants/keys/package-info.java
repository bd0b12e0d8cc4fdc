/** API keys that are made while servers run: their form, their hashes, what each is good for. */
package io.tidegate.tenants.keys;
