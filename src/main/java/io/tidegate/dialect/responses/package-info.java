/** OpenAI's Responses, without state: typed events, of which the last holds the whole answer. */
package io.tidegate.dialect.responses;
