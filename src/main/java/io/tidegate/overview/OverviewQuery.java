package io.tidegate.overview;

/**
 * Which part of a list over all tenants is wanted.
 *
 * @param state the state they are in, as the rows have it, or null for all
 * @param tenant whose they are, or null for everybody's
 * @param after the id of the one before the first, or null
 * @param limit how many at most
 */
public record OverviewQuery(String state, String tenant, String after, int limit) {}
