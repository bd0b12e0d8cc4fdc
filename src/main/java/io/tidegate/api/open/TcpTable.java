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
    // There may be tens of thousands of lines, most of them of others: no field is cut out in vain.
    int local = field(line, field(line, -1));
    int localColon = line.indexOf(':', local);
    int remote = field(line, local);
    int state = field(line, remote);
    if (localColon < 0 || localColon > remote || field(line, state) == line.length()) {
      return;
    }
    int localPort = port(line, localColon);
    if (!ports.contains(localPort)) {
      return;
    }
    if (line.startsWith(ESTABLISHED, state)) {
      open.add(peer(line, remote, localPort));
    } else if (line.startsWith(CLOSE_WAIT, state)) {
      closed.add(peer(line, remote, localPort));
    }
  }

  /** Where the field behind the one at {@code at} begins, the first one's at -1; or the end. */
  private static int field(String line, int at) {
    int next = Math.max(0, at);
    while (at >= 0 && next < line.length() && line.charAt(next) != ' ') {
      next++;
    }
    while (next < line.length() && line.charAt(next) == ' ') {
      next++;
    }
    return next;
  }

  private static ClientConnection peer(String line, int remote, int localPort) {
    int colon = line.indexOf(':', remote);
    String words = line.substring(remote, colon);
    try {
      byte[] address = HexFormat.of().parseHex(networkOrder(words));
      return new ClientConnection(
          InetAddress.getByAddress(address), port(line, colon), localPort, true);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException("not an address: " + words, wrongLength);
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

  private static int port(String line, int colon) {
    return Integer.parseInt(line, colon + 1, line.indexOf(' ', colon), 16);
  }
}
