package io.tidegate.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up names. */
interface NameResolver {

  /** All addresses of {@code host}; may block. */
  InetAddress[] of(String host) throws UnknownHostException;
}
