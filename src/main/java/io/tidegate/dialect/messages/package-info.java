/** Anthropic's Messages: blocks and the events that make them, counted tokens, its own errors. */
package io.tidegate.dialect.messages;
