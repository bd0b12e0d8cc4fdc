package io.tidegate.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that stored prompts and answers are sealed by.
 *
 * @param keys the keys, of which the first seals; none for no sealing
 */
record SealingConfig(List<SealingKey> keys) {

  private static final String KEYS = "tidegate.storage.keys";
  private static final String FILE = "tidegate.storage.keys-file";

  SealingConfig {
    keys = List.copyOf(keys);
  }

  /** The configuration that {@code settings} give, and the file that they may name. */
  static SealingConfig from(Settings settings) {
    List<String> here = settings.list(KEYS);
    String file = settings.text(FILE).orElse(null);
    if (file == null) {
      return new SealingConfig(keys(KEYS, here));
    }
    if (!here.isEmpty()) {
      throw new SettingException(FILE, "means nothing beside " + KEYS);
    }
    List<SealingKey> keys = keys(FILE, lines(file));
    if (keys.isEmpty()) {
      throw new SettingException(FILE, "names a file without a key");
    }
    return new SealingConfig(keys);
  }

  private static List<String> lines(String file) {
    try (Stream<String> lines = Files.lines(Path.of(file), UTF_8)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (IOException | java.io.UncheckedIOException | InvalidPathException unreadable) {
      throw new SettingException(FILE, "names a file that cannot be read");
    }
  }

  private static List<SealingKey> keys(String setting, List<String> texts) {
    List<SealingKey> keys = new ArrayList<>();
    for (int at = 0; at < texts.size(); at++) {
      SealingKey key = key(setting, at + 1, texts.get(at));
      if (keys.stream().anyMatch(other -> other.id().equals(key.id()))) {
        throw new SettingException(setting, "has the key " + (at + 1) + " twice");
      }
      keys.add(key);
    }
    return keys;
  }

  private static SealingKey key(String setting, int number, String text) {
    try {
      return SealingKey.parse(text);
    } catch (IllegalArgumentException broken) {
      throw new SettingException(
          setting, "has no key as number " + number + ": it " + broken.getMessage());
    }
  }
}
