/** Text of clients, nodes and tokens, as it may stand in the server's log. */
package io.tidegate.logging;
