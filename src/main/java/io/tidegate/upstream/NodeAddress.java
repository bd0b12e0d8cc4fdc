package io.tidegate.upstream;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Where an attempt goes.
 *
 * @param node the node's name
 * @param url its base address, without a trailing slash
 * @param apiKey its credential, or null; never shown
 * @param keyHeader the header that takes the credential as it is; empty for {@code Authorization}
 *     with {@code Bearer}
 */
public record NodeAddress(String node, URI url, String apiKey, String keyHeader) {

  public NodeAddress {
    requireNonNull(node, "node");
    requireNonNull(url, "url");
    requireNonNull(keyHeader, "keyHeader");
  }

  /** A target that takes its credential as a bearer token. */
  public NodeAddress(String node, URI url, String apiKey) {
    this(node, url, apiKey, "");
  }

  /** The address of {@code path} below the base, with the base's query. */
  public URI at(String path) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(
        url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath() + path + query);
  }

  @Override
  public String toString() {
    return "Target[" + node + " " + url + "]";
  }
}
