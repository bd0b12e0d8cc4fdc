/** The dialects that there are, by what is asked and where. */
package io.tidegate.dialect.known;
