package io.tidegate.api.open;

import io.tidegate.api.entry.ClientConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The connections to our ports in the kernel's table of TCP connections, as Linux prints it in
 * {@code /proc/net/tcp} and {@code tcp6}: addresses in hexadecimal words of host byte order.
 */
final class TcpTable {

  private static final String ESTABLISHED = "01";
  private static final String CLOSE_WAIT = "08";
  private static final int WORD = 8;

  private final Set<Integer> ports;
  private final Set<ClientConnection> open = new HashSet<>();
  private final Set<ClientConnection> closed = new HashSet<>();

  TcpTable(Set<Integer> ports) {
    this.ports = ports;
  }

  /** The clients whose connection is open on both sides. */
  Set<ClientConnection> open() {
    return open;
  }

  /** The clients that have closed their side. */
  Set<ClientConnection> closed() {
    return closed;
  }

  /** Takes one line; the heading and connections of others are passed over. */
  void line(String line) {
    String[] fields = line.strip().split(" +", 5);
    if (fields.length < 5 || fields[1].indexOf(':') < 0) {
      return;
    }
    int localPort = port(fields[1]);
    if (!ports.contains(localPort)) {
      return;
    }
    switch (fields[3]) {
      case ESTABLISHED -> open.add(peer(fields[2], localPort));
      case CLOSE_WAIT -> closed.add(peer(fields[2], localPort));
      default -> {}
    }
  }

  private static ClientConnection peer(String remote, int localPort) {
    String words = remote.substring(0, remote.indexOf(':'));
    try {
      byte[] address = HexFormat.of().parseHex(networkOrder(words));
      return new ClientConnection(InetAddress.getByAddress(address), port(remote), localPort, true);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException("not an address: " + remote, wrongLength);
    }
  }

  private static CharSequence networkOrder(String words) {
    if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
      return words;
    }
    StringBuilder swapped = new StringBuilder(words.length());
    for (int word = 0; word < words.length(); word += WORD) {
      for (int at = word + WORD - 2; at >= word; at -= 2) {
        swapped.append(words, at, at + 2);
      }
    }
    return swapped;
  }

  private static int port(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1), 16);
  }
}
