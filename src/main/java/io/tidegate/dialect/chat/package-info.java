/** OpenAI's chat completions, completions and embeddings. */
package io.tidegate.dialect.chat;
