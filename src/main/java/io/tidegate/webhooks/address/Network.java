package io.tidegate.webhooks.address;

import java.util.Arrays;

/** A block of addresses, as {@code 10.0.0.0/8}; immutable. */
public final class Network {

  private static final int BYTE = 8;

  private final byte[] base;
  private final int bits;

  private Network(byte[] base, int bits) {
    this.base = base;
    this.bits = bits;
  }

  /**
   * The block in {@code text}; an address alone is a block of one.
   *
   * @throws IllegalArgumentException if it is none, or has bits below its length
   */
  public static Network parse(String text) {
    String[] parts = text.split("/", -1);
    byte[] base = IpLiteral.read(parts[0]).orElseThrow(Network::broken).getAddress();
    int most = base.length * BYTE;
    int bits = parts.length == 1 ? most : length(parts);
    Network network = new Network(base, bits);
    if (bits > most || !network.startsAtItsBase()) {
      throw broken();
    }
    return network;
  }

  /** Whether {@code address} is in it; one of the other IP version never is. */
  public boolean contains(byte[] address) {
    return address.length == base.length && sharedBits(address, base) >= bits;
  }

  /** How many bits both begin with; they are of one length. */
  private static int sharedBits(byte[] one, byte[] two) {
    for (int i = 0; i < one.length; i++) {
      int differing = (one[i] ^ two[i]) & 0xff;
      if (differing != 0) {
        return i * BYTE + Integer.numberOfLeadingZeros(differing) - (Integer.SIZE - BYTE);
      }
    }
    return one.length * BYTE;
  }

  private boolean startsAtItsBase() {
    for (int bit = bits; bit < base.length * BYTE; bit++) {
      if ((base[bit / BYTE] & (0x80 >> bit % BYTE)) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && bits == network.bits
        && Arrays.equals(base, network.base);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(base) + bits;
  }

  private static int length(String[] parts) {
    if (parts.length > 2 || !parts[1].matches("\\d{1,3}")) {
      throw broken();
    }
    return Integer.parseInt(parts[1]);
  }

  private static IllegalArgumentException broken() {
    return new IllegalArgumentException("must be a block of addresses like 10.1.0.0/16");
  }
}
