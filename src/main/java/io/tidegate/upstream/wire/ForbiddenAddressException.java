package io.tidegate.upstream.wire;

import io.tidegate.upstream.access.NodeGuard;
import java.io.IOException;

/** A node's name led to where no node may be. */
final class ForbiddenAddressException extends IOException {

  private static final long serialVersionUID = 1L;

  ForbiddenAddressException(String host) {
    super(
        host
            + " leads to an address of link-local or metadata services, which "
            + NodeGuard.SETTING
            + " does not name");
  }
}
