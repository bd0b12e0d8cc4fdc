/** Who may do what, and what leaks: servers with tenants, users, tokens and marked secrets. */
package io.tidegate.it.security;
