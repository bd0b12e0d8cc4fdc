package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/**
 * Where an answer comes from that no node was asked for.
 *
 * @param level the level of the cache that had it
 * @param age the seconds since the node gave it (RFC 9111, {@code Age})
 * @param ttl the seconds for which it stays fresh; negative once it is stale
 * @param stale why it is given although it is stale, or null while it is fresh
 */
public record Stored(Level level, long age, long ttl, Staleness stale) {

  /** The levels of the cache. */
  public enum Level {
    /** This server's heap. */
    L1,
    /** What the servers share. */
    L2
  }

  /** Why a stale answer may be given; the first names are those of RFC 5861. */
  public enum Staleness {
    WHILE_REVALIDATE("stale-while-revalidate"),
    IF_ERROR("stale-if-error"),
    /** Not RFC 5861's: while the operator has a brownout, none is made anew. */
    BROWNOUT("stale-in-brownout");

    private final String label;

    Staleness(String label) {
      this.label = label;
    }

    /** The name that clients are told. */
    public String label() {
      return label;
    }
  }

  public Stored {
    requireNonNull(level, "level");
  }
}
