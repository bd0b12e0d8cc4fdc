package io.tidegate.cache.tiers;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The JCache provider (JSR 107) that holds the shared tier.
 *
 * @param provider the class of the {@code javax.cache.spi.CachingProvider}
 * @param uri the URI of its cache manager; empty for the provider's own
 * @param properties the properties of its cache manager
 */
public record SharedStore(String provider, String uri, Map<String, String> properties) {

  /** No shared tier: this server is alone. */
  public static final SharedStore NONE = new SharedStore("", "", Map.of());

  private static final String PROVIDER = "tidegate.cache.provider";
  private static final String URI_KEY = "tidegate.cache.provider-uri";
  private static final String PROPERTIES = "tidegate.cache.provider-properties";

  public SharedStore {
    requireNonNull(provider, "provider");
    requireNonNull(uri, "uri");
    properties = Map.copyOf(properties);
  }

  /** The store that {@code settings} name, if they name one. */
  public static Optional<SharedStore> from(Settings settings) {
    Optional<String> provider = settings.text(PROVIDER);
    String uri = uri(settings);
    Map<String, String> properties = properties(settings);
    if (provider.isEmpty() && !(uri.isEmpty() && properties.isEmpty())) {
      throw new SettingException(
          uri.isEmpty() ? PROPERTIES : URI_KEY, "is nothing without " + PROVIDER);
    }
    return provider.map(name -> new SharedStore(name, uri, properties));
  }

  private static String uri(Settings settings) {
    try {
      return new URI(settings.text(URI_KEY).orElse("")).toString();
    } catch (URISyntaxException broken) {
      throw new SettingException(URI_KEY, "must be a URI");
    }
  }

  /** Never told in messages: they may hold passwords. */
  private static Map<String, String> properties(Settings settings) {
    Map<String, String> properties = new HashMap<>();
    for (String pair : settings.list(PROPERTIES)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || properties.containsKey(pair.substring(0, equals))) {
        throw new SettingException(PROPERTIES, "must be name=value pairs, each name once");
      }
      properties.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return properties;
  }

  /** Whether there is one. */
  public boolean present() {
    return !provider.isEmpty();
  }

  /** Without the URI and the properties, which may hold passwords. */
  @Override
  public String toString() {
    return present() ? provider : "none";
  }
}
