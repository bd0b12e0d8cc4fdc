/** Calls: chat, completions, embeddings, models, compute; parsing, answering, known answers. */
package io.tidegate.api.calls;
