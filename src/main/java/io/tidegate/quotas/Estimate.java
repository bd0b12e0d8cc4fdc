package io.tidegate.quotas;

/**
 * What a call uses, or is thought to use.
 *
 * @param tokens of its prompt and its answer
 * @param cost what they cost, in thousand-millionths of the currency's unit
 */
record Estimate(long tokens, long cost) {}
