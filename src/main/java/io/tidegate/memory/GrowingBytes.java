package io.tidegate.memory;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Bytes that come one after the other and are one array in the end; what that array takes is
 * reserved before it grows.
 *
 * <p>Used by one thread at a time; the reservation remains its owner's, who closes it.
 */
public final class GrowingBytes {

  private static final int FIRST = 1024;

  private final Reservation reservation;
  private final int expected;
  private byte[] bytes = {};
  private int size;

  /**
   * No bytes yet.
   *
   * @param expected how many will come, if that is known, else 0: there may be others
   */
  public GrowingBytes(Reservation reservation, int expected) {
    this.reservation = requireNonNull(reservation, "reservation");
    this.expected = expected;
  }

  /** Adds {@code count} bytes; false, and then none is added, if there is no memory for them. */
  public boolean add(byte[] from, int start, int count) {
    if (count > bytes.length - size && !grow(size + count)) {
      return false;
    }
    System.arraycopy(from, start, bytes, size, count);
    size += count;
    return true;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** All of them: an array that is not used here any more. */
  public byte[] whole() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private boolean grow(int least) {
    long doubled = Math.max(FIRST, Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length));
    long known = expected > bytes.length ? Math.min(doubled, expected) : doubled;
    long capacity = Math.max(least, known);
    if (capacity > reservation.used() && !reservation.take(capacity - reservation.used())) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, (int) capacity);
    return true;
  }
}
