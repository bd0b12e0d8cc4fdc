package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What can be set about the database and the broker, as far as the application must know it; the
 * rest is read by the server's data source and by the resource adapter.
 *
 * @param vendor whose database it is
 * @param connections the most connections to the database, from 2
 * @param jobSessions how many jobs this server works on at a time
 * @param batchSessions how many steps of batches this server works on at a time
 */
public record StoreConfig(Vendor vendor, int connections, int jobSessions, int batchSessions) {

  private static final String DATABASE = "tidegate.database.";
  private static final String BROKER = "tidegate.broker.";
  private static final int MOST = 1000;

  /** A database that can be used. */
  public enum Vendor {
    /** H2, in a file of this server. */
    H2("jdbc:h2:", "blob"),
    /** PostgreSQL, which several servers may share. */
    POSTGRESQL("jdbc:postgresql:", "bytea");

    private final String prefix;
    private final String bytes;

    Vendor(String prefix, String bytes) {
      this.prefix = prefix;
      this.bytes = bytes;
    }

    /** Its type of columns for bytes. */
    public String bytes() {
      return bytes;
    }
  }

  public StoreConfig {
    requireNonNull(vendor, "vendor");
  }

  /** The configuration that {@code settings} give. */
  public static StoreConfig from(Settings settings) {
    if (settings.text(BROKER + "url").isEmpty()) {
      refuse(settings, BROKER + "user");
      refuse(settings, BROKER + "password");
    } else {
      settings.text(BROKER + "user");
      settings.text(BROKER + "password");
    }
    settings.text(DATABASE + "user");
    settings.text(DATABASE + "password");
    return new StoreConfig(
        vendor(settings),
        settings.at(DATABASE + "connections").integer(32, 2, MOST),
        settings.at("tidegate.jobs.sessions").integer(20, 1, MOST),
        settings.at("tidegate.batches.sessions").integer(8, 1, MOST));
  }

  private static Vendor vendor(Settings settings) {
    String key = DATABASE + "url";
    return settings
        .text(key)
        .map(
            url ->
                Arrays.stream(Vendor.values())
                    .filter(vendor -> url.startsWith(vendor.prefix))
                    .findFirst()
                    .orElseThrow(() -> new SettingException(key, "must begin with " + prefixes())))
        .orElse(Vendor.H2);
  }

  private static String prefixes() {
    return Arrays.stream(Vendor.values())
        .map(vendor -> vendor.prefix)
        .collect(Collectors.joining(" or "));
  }

  private static void refuse(Settings settings, String key) {
    if (settings.text(key).isPresent()) {
      throw new SettingException(key, "means nothing without " + BROKER + "url");
    }
  }
}
