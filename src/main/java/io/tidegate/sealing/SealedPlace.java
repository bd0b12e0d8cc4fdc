package io.tidegate.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Where a value is stored, which is sealed with it, so that it can be read in no other place.
 *
 * @param column the table and its column, or the cache
 * @param row what the row is found by; no NUL in either
 */
public record SealedPlace(String column, String row) {

  public SealedPlace {
    requireNonNull(column, "column");
    requireNonNull(row, "row");
  }

  byte[] bytes() {
    return (column + '\0' + row).getBytes(UTF_8);
  }
}
