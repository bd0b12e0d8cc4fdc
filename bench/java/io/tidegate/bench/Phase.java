package io.tidegate.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time with one rate of arrivals.
 *
 * @param rate calls per second, 0 or more
 * @param seconds how long, more than 0
 */
record Phase(double rate, double seconds) {

  Phase {
    if (!(rate >= 0) || !(seconds > 0)) {
      throw new IllegalArgumentException("a phase is rate:seconds, but is " + rate + ":" + seconds);
    }
  }

  /** Reads {@code rate:seconds,rate:seconds,...}. */
  static List<Phase> parse(String text) {
    List<Phase> phases = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] numbers = part.split(":", -1);
      if (numbers.length != 2) {
        throw new IllegalArgumentException("a phase is rate:seconds, but is '" + part + "'");
      }
      phases.add(new Phase(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
    }
    return List.copyOf(phases);
  }
}
