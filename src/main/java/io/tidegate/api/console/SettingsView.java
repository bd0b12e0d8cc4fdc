package io.tidegate.api.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.settings.ActiveSetting;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The settings that hold, as administrators see them.
 *
 * @param settings all that were read at the start, by name
 */
record SettingsView(List<SettingLineJson> settings) {

  private static final String DEFAULT = "default";

  /**
   * One setting.
   *
   * @param name its full key
   * @param value what holds; null for a secret, or where nothing was set and no default is known
   * @param fallback its default; null where it has none
   * @param source where the value is from
   * @param detail what the server calls that source; null for a default
   * @param secret whether its value is not shown
   */
  record SettingLineJson(
      String name,
      String value,
      @JsonProperty("default") String fallback,
      String source,
      String detail,
      boolean secret) {}

  /**
   * The view of {@code active}.
   *
   * @param sources the server's name for the source of a setting, or null where it has none
   */
  static SettingsView of(List<ActiveSetting> active, UnaryOperator<String> sources) {
    return new SettingsView(active.stream().map(one -> line(one, sources)).toList());
  }

  private static SettingLineJson line(ActiveSetting one, UnaryOperator<String> sources) {
    String detail = one.set() ? sources.apply(one.key()) : null;
    String source = one.set() ? source(detail) : DEFAULT;
    boolean byDefault = source.equals(DEFAULT);
    String fallback = one.fallback() == null && byDefault ? one.value() : one.fallback();
    String value = one.set() || one.secret() ? one.value() : one.fallback();
    return new SettingLineJson(one.key(), value, fallback, source, detail, one.secret());
  }

  /** In a word what {@code name}, the server's, means. */
  private static String source(String name) {
    String text = name == null ? "" : name.toLowerCase(Locale.ROOT);
    if (text.contains("environment")) {
      return "environment";
    }
    if (text.contains("system") && text.contains("propert")) {
      return "system property";
    }
    if (text.contains("xml")) {
      return text.contains(DEFAULT) ? DEFAULT : "server.xml";
    }
    return text.contains("propert") ? "file" : "other";
  }
}
