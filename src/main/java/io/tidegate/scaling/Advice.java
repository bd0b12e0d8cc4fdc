package io.tidegate.scaling;

/**
 * How many of one thing are wanted, and why.
 *
 * @param wanted how many there should be
 * @param present how many there are
 * @param needed how many the load of the last half minute needed, at the target
 * @param neededNow the same of the last seconds
 * @param why the rule that made it so, in a sentence
 */
public record Advice(int wanted, int present, double needed, double neededNow, String why) {}
