/** Who may go upstream, who waits, and who is told to come back later. */
package io.tidegate.admission;
