package io.tidegate.routing;

import io.tidegate.routing.balancing.PlacedWork;
import io.tidegate.tracing.Span;

/**
 * How an attempt began.
 *
 * @param place where
 * @param work what the strategies know of it
 * @param stream whether its client reads a stream
 * @param beta whether it asks for what belongs to a beta root
 * @param number counts the attempts of its call, from 1
 * @param time when, on the nano clock
 * @param span the span that tells of it
 */
record AttemptStart(
    Place place, PlacedWork work, boolean stream, boolean beta, int number, long time, Span span) {}
