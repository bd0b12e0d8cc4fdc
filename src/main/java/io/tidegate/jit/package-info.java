/** The server's own calls before it is ready, so that the code of calls is compiled by then. */
package io.tidegate.jit;
