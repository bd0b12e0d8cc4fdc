package io.tidegate.api.entry;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A client's connection as the operating system names it.
 *
 * @param address the client's address
 * @param port the client's port
 * @param localPort our port
 * @param direct whether this is the socket's own address, and not one that a proxy told
 */
public record ClientConnection(InetAddress address, int port, int localPort, boolean direct) {

  /** Never a name: those are looked up, and what is looked up a stranger may have chosen. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%[\\w.-]+)?");

  /**
   * The peer behind an address literal. One that is none is nobody's address, and not direct.
   *
   * @param literal the address, or null
   */
  public static ClientConnection of(String literal, int port, int localPort, boolean direct) {
    try {
      return literal != null && LITERAL.matcher(literal).matches()
          ? new ClientConnection(InetAddress.getByName(literal), port, localPort, direct)
          : nobody(port, localPort);
    } catch (UnknownHostException notOne) {
      return nobody(port, localPort);
    }
  }

  private static ClientConnection nobody(int port, int localPort) {
    return new ClientConnection(new InetSocketAddress(0).getAddress(), port, localPort, false);
  }

  /** The peer as the kernel's table would name it, if the address is the socket's own. */
  public ClientConnection asSocket() {
    return new ClientConnection(address, port, localPort, true);
  }

  boolean onThisMachine() {
    return address.isLoopbackAddress();
  }
}
