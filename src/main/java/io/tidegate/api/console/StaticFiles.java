package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the console, each read once: the archive that they are in does not change.
 * Thread-safe.
 */
final class StaticFiles {

  /** The page itself. */
  static final String PAGE = "/index.html";

  private static final Pattern SERVED =
      Pattern.compile("/index\\.html|/console(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

  /** Where files are read. */
  interface Archive {

    /** The file at {@code path}, from the archive's root; null if there is none. */
    InputStream open(String path);
  }

  private final Archive archive;
  private final Map<String, StaticFile> known = new ConcurrentHashMap<>();

  /** The files in {@code archive}. */
  StaticFiles(Archive archive) {
    this.archive = requireNonNull(archive, "archive");
  }

  /** The file at {@code path}; nothing if there is none, or none that is served. */
  Optional<StaticFile> find(String path) throws IOException {
    StaticFile file = known.get(path);
    if (file == null && SERVED.matcher(path).matches() && StaticFile.typeOf(path).isPresent()) {
      try (InputStream content = archive.open(path)) {
        if (content != null) {
          file = StaticFile.of(path, content.readAllBytes());
          known.put(path, file);
        }
      }
    }
    return Optional.ofNullable(file);
  }
}
