package io.tidegate.dialect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.Request.Range;
import java.util.List;

/**
 * What is known of a whole stream.
 *
 * @param plain the plain answer that it makes
 * @param usage whether it tells the tokens used
 * @param usageEvents the events that tell nothing else, in order; left out for who does not ask
 */
public record Recorded(ObjectNode plain, boolean usage, List<Range> usageEvents) {

  public Recorded {
    requireNonNull(plain, "plain");
    usageEvents = List.copyOf(usageEvents);
  }

  /** A stream that tells the tokens used to everybody. */
  public Recorded(ObjectNode plain) {
    this(plain, true, List.of());
  }
}
