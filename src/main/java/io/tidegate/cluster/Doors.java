package io.tidegate.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;

/** Finds out whether a process listens at an address. */
final class Doors {

  private static final int PATIENCE_MILLIS = 300;

  private Doors() {}

  /**
   * Whether the machine at {@code address} says that nobody listens there.
   *
   * <p>A killed server is told from one that is cut off by this: its machine refuses the
   * connection, while from behind a cut there comes no answer at all.
   */
  static boolean closed(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  /** Whether {@code address} belongs to this machine. */
  static boolean here(InetSocketAddress address) {
    try {
      return !address.isUnresolved()
          && (address.getAddress().isLoopbackAddress()
              || NetworkInterface.getByInetAddress(address.getAddress()) != null);
    } catch (SocketException unknown) {
      return false;
    }
  }
}
