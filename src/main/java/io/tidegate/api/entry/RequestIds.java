package io.tidegate.api.entry;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Makes request ids: unique for this run by a counter, and among servers by a random start.
 *
 * <p>Thread-safe, without locks.
 */
public final class RequestIds {

  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{8,100}");

  /** An odd number, so that multiplying by it is a permutation of the longs. */
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final String server;
  private final AtomicLong next;

  /** Ids of a server that drew {@code seed} at its start. */
  public RequestIds(long seed) {
    this.server = HexFormat.of().toHexDigits(seed);
    this.next = new AtomicLong(seed);
  }

  /** The id the client gave, if it can be passed on, else a new one. */
  String of(String given) {
    return given != null && ACCEPTABLE.matcher(given).matches() ? given : create();
  }

  private String create() {
    return "req_" + server + HexFormat.of().toHexDigits(next.incrementAndGet() * SCATTER);
  }
}
