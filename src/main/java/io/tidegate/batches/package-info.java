/** OpenAI's files and batches, run by the gateway itself. */
package io.tidegate.batches;
