package io.tidegate.webhooks.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up names. */
public interface NameResolver {

  /** All addresses of {@code host}; may block. */
  InetAddress[] of(String host) throws UnknownHostException;
}
