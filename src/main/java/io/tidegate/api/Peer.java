package io.tidegate.api;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A client's connection as the operating system names it.
 *
 * @param address the client's address
 * @param port the client's port
 * @param localPort our port
 * @param direct whether this is the socket's own address, and not one that a proxy told
 */
record Peer(InetAddress address, int port, int localPort, boolean direct) {

  /**
   * The peer behind an address literal.
   *
   * @throws IllegalArgumentException when {@code literal} is no address
   */
  static Peer of(String literal, int port, int localPort, boolean direct) {
    if (literal == null || literal.isEmpty()) {
      // InetAddress takes nothing for the loopback address.
      throw new IllegalArgumentException("not an address: " + literal);
    }
    try {
      return new Peer(InetAddress.getByName(literal), port, localPort, direct);
    } catch (UnknownHostException notLiteral) {
      throw new IllegalArgumentException("not an address: " + literal, notLiteral);
    }
  }

  /** The peer as the kernel's table would name it, if the address is the socket's own. */
  Peer asSocket() {
    return new Peer(address, port, localPort, true);
  }

  boolean onThisMachine() {
    return address.isLoopbackAddress();
  }
}
