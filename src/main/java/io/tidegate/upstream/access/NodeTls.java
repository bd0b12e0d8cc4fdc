package io.tidegate.upstream.access;

import static java.util.Objects.requireNonNull;

import javax.net.ssl.SSLContext;

/**
 * How a node is spoken to by TLS where that is not as for all others.
 *
 * @param context whom we trust, and the certificate by which the node knows us
 * @param serverName the name that the node's certificate must have; null for the one in its address
 */
public record NodeTls(SSLContext context, String serverName) {

  public NodeTls {
    requireNonNull(context, "context");
  }
}
