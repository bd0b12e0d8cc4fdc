/** What the bytes of a node say: events, chunks, ends, errors, when to come back. */
package io.tidegate.upstream.reading;
