/** Start and stop of the server: the administrator, the announcement, the quiet end. */
package io.tidegate.lifecycle;
