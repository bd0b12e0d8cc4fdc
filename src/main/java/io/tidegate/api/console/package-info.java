/** What the console is made of: its sign-in, live figures, and lists over all tenants. */
package io.tidegate.api.console;
