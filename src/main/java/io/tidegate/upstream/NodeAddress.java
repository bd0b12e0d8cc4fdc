package io.tidegate.upstream;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Operation;
import java.net.URI;
import java.util.Map;

/**
 * Where an attempt goes.
 *
 * @param node the node's name
 * @param url its base address, without a trailing slash
 * @param apiKey its credential, or null; never shown
 * @param keyHeader the header that takes the credential as it is; empty for {@code Authorization}
 *     with {@code Bearer}
 * @param elsewhere the paths below which it speaks a dialect, where that is not its base's
 * @param betaRoot the path below which it has what is not in general use, or null
 */
public record NodeAddress(
    String node,
    URI url,
    String apiKey,
    String keyHeader,
    Map<DialectName, String> elsewhere,
    String betaRoot) {

  public NodeAddress {
    requireNonNull(node, "node");
    requireNonNull(url, "url");
    requireNonNull(keyHeader, "keyHeader");
    requireNonNull(elsewhere, "elsewhere");
  }

  /** A target that takes its credential as a bearer token. */
  public NodeAddress(String node, URI url, String apiKey) {
    this(node, url, apiKey, "");
  }

  /** A target that speaks all its dialects below its base. */
  public NodeAddress(String node, URI url, String apiKey, String keyHeader) {
    this(node, url, apiKey, keyHeader, Map.of(), null);
  }

  /**
   * Where {@code operation} is asked.
   *
   * @param beta whether for what belongs to the beta root
   */
  public URI at(Operation operation, boolean beta) {
    String base = elsewhere.getOrDefault(operation.dialect(), url.getRawPath());
    return below(beta && betaRoot != null ? betaRoot : base, operation.path());
  }

  /** The address of {@code path} below the base, with the base's query. */
  public URI at(String path) {
    return below(url.getRawPath(), path);
  }

  private URI below(String base, String path) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + base + path + query);
  }

  @Override
  public String toString() {
    return "Target[" + node + " " + url + "]";
  }
}
