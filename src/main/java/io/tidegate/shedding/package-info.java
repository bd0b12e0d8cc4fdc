/** Whether a request may come in at the server's own door, judged by the wait for its threads. */
package io.tidegate.shedding;
