/** Which addresses may be reached: names, literals, networks, the special ones. */
package io.tidegate.webhooks.address;
