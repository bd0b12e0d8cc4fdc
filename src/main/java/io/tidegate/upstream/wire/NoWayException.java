package io.tidegate.upstream.wire;

import io.tidegate.upstream.access.NodeGuard;
import java.io.IOException;

/** There is no way to a node, which was not even asked; says why without any address. */
public final class NoWayException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean ours;

  private NoWayException(String message, boolean ours) {
    super(message);
    this.ours = ours;
  }

  /** The node's name led to where no node may be. */
  public static NoWayException forbidden() {
    return new NoWayException(
        "its host name leads to an address of link-local or metadata services, which "
            + NodeGuard.SETTING
            + " does not name",
        false);
  }

  /** The proxy before the node answered with {@code status}. */
  public static NoWayException refused(int status) {
    return new NoWayException("the proxy refused the way to the node with status " + status, false);
  }

  /** The server has no thread on which the node's name could be looked up. */
  public static NoWayException withoutThread() {
    return new NoWayException("the server has no thread to look its host name up", true);
  }

  /** Whether it is the server that lacks something, which says nothing about the node. */
  public boolean isOurs() {
    return ours;
  }
}
