/** What {@code deploy/} holds, read as those read it who will use it. */
package io.tidegate.deploy;
