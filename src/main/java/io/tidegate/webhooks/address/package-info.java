/** Which addresses webhooks may be sent to: names, literals, networks, the special ones. */
package io.tidegate.webhooks.address;
