package io.tidegate.upstream;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Where an attempt goes.
 *
 * @param node the node's name
 * @param url its base address, without a trailing slash
 * @param apiKey its credential, or null; never shown
 */
public record Target(String node, URI url, String apiKey) {

  public Target {
    requireNonNull(node, "node");
    requireNonNull(url, "url");
  }

  @Override
  public String toString() {
    return "Target[" + node + " " + url + "]";
  }
}
