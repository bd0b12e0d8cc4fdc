package io.tidegate.api.http;

import io.tidegate.exchange.FailureException;
import java.util.function.UnaryOperator;

/**
 * Which part of a list is asked for.
 *
 * @param purpose the only purpose, or null
 * @param after the id before the first, or null
 * @param limit the most of them
 * @param oldestFirst their order
 */
public record ListQuery(String purpose, String after, int limit, boolean oldestFirst) {

  private static final int MOST_FILES = 10_000;

  /**
   * The files that {@code parameters} ask for, which gives null for a parameter that is not there.
   *
   * @throws FailureException that names the parameter
   */
  public static ListQuery ofFiles(UnaryOperator<String> parameters) {
    return new ListQuery(
        ListParameters.given(parameters.apply("purpose")),
        ListParameters.given(parameters.apply("after")),
        ListParameters.limit(parameters.apply("limit"), MOST_FILES, MOST_FILES),
        ListParameters.oldestFirst(parameters.apply("order")));
  }

  /** The batches that {@code parameters} ask for, newest first, as {@link #ofFiles}. */
  public static ListQuery ofBatches(UnaryOperator<String> parameters) {
    return new ListQuery(
        null,
        ListParameters.given(parameters.apply("after")),
        ListParameters.limit(parameters.apply("limit")),
        false);
  }
}
