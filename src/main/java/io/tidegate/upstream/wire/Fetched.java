package io.tidegate.upstream.wire;

import static java.util.Objects.requireNonNull;

/**
 * The short reply of a node to a question beside calls.
 *
 * @param status its HTTP status
 * @param body its text, empty when it has none
 */
public record Fetched(int status, String body) {

  public Fetched {
    requireNonNull(body, "body");
  }

  static Fetched of(int status, String body) {
    return new Fetched(status, body == null ? "" : body);
  }
}
