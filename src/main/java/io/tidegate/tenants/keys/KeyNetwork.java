package io.tidegate.tenants.keys;

import io.tidegate.webhooks.address.Network;

/**
 * A block of addresses from which a key may be used.
 *
 * @param text as it was written, like {@code 10.1.0.0/16}, or one address
 * @param block the same, read
 */
public record KeyNetwork(String text, Network block) {

  /**
   * The block in {@code text}.
   *
   * @throws IllegalArgumentException with the rule, if it is none
   */
  public static KeyNetwork parse(String text) {
    return new KeyNetwork(text, Network.parse(text));
  }

  /** Whether {@code address} is in it. */
  boolean contains(byte[] address) {
    return block.contains(address);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyNetwork network && text.equals(network.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
