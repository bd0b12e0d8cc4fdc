package io.tidegate.batches.state;

/**
 * Consecutive lines of an input file that are run together.
 *
 * @param firstLine the number of the first
 * @param lastLine the number of the last
 * @param lines how many there are, without blank ones
 * @param from the place of the first byte in the file
 * @param length how many bytes they take
 */
public record SliceSpan(int firstLine, int lastLine, int lines, long from, int length) {}
