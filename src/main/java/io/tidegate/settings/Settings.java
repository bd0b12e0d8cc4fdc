package io.tidegate.settings;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The {@code tidegate.*} settings of one start, read by key.
 *
 * <p>A key is found under its own name or under its environment form ({@code tidegate.a.b-c} is
 * {@code TIDEGATE_A_B_C}). Every key asked for counts as known; {@link #unknown} lists the rest.
 * Not thread-safe: it is used while the application starts.
 */
public final class Settings {

  /** The prefix of every key. */
  public static final String PREFIX = "tidegate.";

  private static final String ENVIRONMENT_PREFIX = "TIDEGATE_";

  private final Map<String, String> values;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> read = new TreeSet<>();
  private final Map<String, String> defaults = new TreeMap<>();

  /** Settings over {@code values}, of which only names with our prefix matter. */
  public Settings(Map<String, String> values) {
    this.values = new TreeMap<>(requireNonNull(values, "values"));
    this.values.keySet().removeIf(name -> !isOurs(name));
  }

  /**
   * Settings like these in which {@code changes} hold, by key, whatever the environment says. Of
   * these only what never changes is read: any thread may ask.
   */
  public Settings with(Map<String, String> changes) {
    Map<String, String> changed = new TreeMap<>(values);
    changes.forEach(
        (key, value) -> {
          changed.remove(environmentForm(key));
          changed.put(key, value);
        });
    return new Settings(changed);
  }

  /** Whether {@code name} is one of our keys, in either form. */
  public static boolean isOurs(String name) {
    return name.startsWith(PREFIX) || name.startsWith(ENVIRONMENT_PREFIX);
  }

  /** The text under {@code key}, or nothing when unset or blank. */
  public Optional<String> text(String key) {
    known.add(key);
    String name = nameOf(key);
    // Both: what the environment sets may be listed under either name, or under both.
    read.add(key);
    read.add(environmentForm(key));
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * The secret under {@code key}, or what is in the file that {@code key-file} names, which comes
   * before it; without blanks around it.
   *
   * @throws SettingException if the file cannot be read, or holds nothing
   */
  public Optional<String> secret(String key) {
    Optional<String> inline = text(key);
    String fileKey = key + "-file";
    Optional<String> file = text(fileKey);
    if (file.isEmpty()) {
      return inline;
    }
    try {
      String secret = Files.readString(Path.of(file.get())).strip();
      if (secret.isEmpty()) {
        throw new SettingException(fileKey, "names an empty file: " + file.get());
      }
      return Optional.of(secret);
    } catch (IOException | InvalidPathException unreadable) {
      throw new SettingException(fileKey, "cannot be read: " + file.get());
    }
  }

  /**
   * The comma-separated items under {@code key}, of which there must be one at least: what a name
   * cannot do without, as a key or a secret.
   *
   * @param siblings other names that may have been meant, or none
   * @throws SettingException if there is none: unset, or set and blank
   */
  public List<String> required(String key, Set<String> siblings) {
    List<String> items = list(key);
    if (items.isEmpty()) {
      String name = key.substring(0, key.lastIndexOf('.'));
      String near =
          EditDistance.nearest(name, siblings)
              .map(meant -> "; did you mean " + meant + "?")
              .orElse("");
      boolean set = values.containsKey(key) || values.containsKey(environmentForm(key));
      throw new SettingException(key, (set ? "is set, but empty" : "is missing") + near);
    }
    return items;
  }

  /** A typed reader for {@code key}. */
  public Setting at(String key) {
    return new Setting(
        key, text(key).orElse(null), fallback -> defaults.put(key, fallback.toString()));
  }

  /** All settings that were asked for until now, by name, with what holds for them. */
  public List<ActiveSetting> active() {
    return known.stream()
        .map(key -> ActiveSetting.of(key, values.get(nameOf(key)), defaults.get(key)))
        .toList();
  }

  private String nameOf(String key) {
    return values.containsKey(key) ? key : environmentForm(key);
  }

  /** The comma-separated items under {@code key}, stripped, without empty ones. */
  public List<String> list(String key) {
    return text(key).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /**
   * The names that settings give below {@code prefix}: {@code a} for {@code prefix.a.url}.
   *
   * @param leaves the last segments a name may have; in environment form they tell where the name
   *     ends, and the name is lower case with hyphens
   */
  public Set<String> names(String prefix, List<String> leaves) {
    Set<String> names = new TreeSet<>();
    values.keySet().stream()
        .filter(key -> !isEcho(key))
        .forEach(key -> nameIn(key, prefix + ".", leaves).ifPresent(names::add));
    return names;
  }

  /**
   * The keys below {@code prefix}, each the rest of its name: {@code a/b} for prefix.a/b. None of
   * several words in environment form, in which these cannot be told from one another.
   */
  public Set<String> keysBelow(String prefix) {
    Set<String> keys = new TreeSet<>();
    values.keySet().stream()
        .filter(key -> key.startsWith(prefix + "."))
        .filter(key -> key.indexOf('.', prefix.length() + 1) < 0 || !isLiteralEcho(key))
        .forEach(key -> keys.add(key.substring(prefix.length() + 1)));
    return keys;
  }

  /** Complaints about keys that nobody has read, each with the nearest known key. */
  public List<String> unknown() {
    return unread().filter(name -> name.startsWith(PREFIX)).map(this::complaint).toList();
  }

  /**
   * Environment variables that look like keys and that nobody has read.
   *
   * <p>They are told apart because a container platform may set such names by itself, for example
   * {@code TIDEGATE_SERVICE_HOST} for a service called tidegate.
   */
  public List<String> unknownInEnvironment() {
    return unread().filter(name -> name.startsWith(ENVIRONMENT_PREFIX)).toList();
  }

  private Stream<String> unread() {
    return values.keySet().stream().filter(name -> !read.contains(name) && !isEcho(name));
  }

  /**
   * Whether {@code name} only repeats an environment variable: some servers list each variable a
   * second time, in lower case and with a dot for every underscore.
   */
  private boolean isEcho(String name) {
    return name.startsWith(PREFIX) && values.containsKey(environmentForm(name));
  }

  /** Whether {@code name} is written as the echo of a variable is, and so of unknown meaning. */
  private boolean isLiteralEcho(String name) {
    return isEcho(name)
        && name.equals(environmentForm(name).toLowerCase(Locale.ROOT).replace('_', '.'));
  }

  private String complaint(String name) {
    return "unknown setting "
        + name
        + EditDistance.nearest(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private static Optional<String> nameIn(String key, String prefix, List<String> leaves) {
    if (key.startsWith(prefix)) {
      int dot = key.lastIndexOf('.');
      return dot <= prefix.length() - 1
          ? Optional.empty()
          : Optional.of(key.substring(prefix.length(), dot));
    }
    String environmentPrefix = environmentForm(prefix);
    return key.startsWith(environmentPrefix)
        ? leaves.stream()
            .map(leaf -> "_" + environmentForm(leaf))
            .filter(suffix -> key.length() > environmentPrefix.length() + suffix.length())
            .filter(key::endsWith)
            .max((a, b) -> Integer.compare(a.length(), b.length()))
            .map(
                suffix -> key.substring(environmentPrefix.length(), key.length() - suffix.length()))
            .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
        : Optional.empty();
  }

  private static String environmentForm(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
