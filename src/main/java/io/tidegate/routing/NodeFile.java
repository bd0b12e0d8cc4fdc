package io.tidegate.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The changes made to the pool of the running server, kept for the next start.
 *
 * <p>One JSON object: a node's name and its description, or null for a configured node that was
 * removed. It holds credentials and is readable by its owner only.
 */
final class NodeFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  NodeFile(Path file) {
    this.file = file;
  }

  /** The changes kept: a description, or nothing for a node that was removed. */
  Map<String, Optional<NodeSpec>> load() {
    Map<String, Optional<NodeSpec>> changes = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        JsonNode all = JSON.readTree(file.toFile());
        if (!all.isObject()) {
          throw new InvalidNodeException("file", "must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
          changes.put(entry.getKey(), read(entry.getKey(), entry.getValue()));
        }
      } catch (IOException | InvalidNodeException broken) {
        throw new IllegalStateException(
            "the node file " + file + " cannot be used: " + broken.getMessage(), broken);
      }
    }
    return changes;
  }

  /** Keeps {@code changes} in the place of all earlier ones, whole or not at all. */
  void save(Map<String, Optional<NodeSpec>> changes) {
    ObjectNode json = JSON.createObjectNode();
    changes.forEach((name, spec) -> json.set(name, spec.map(NodeFile::write).orElse(null)));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(next);
      createForOwner(next);
      JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), json);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void createForOwner(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(path);
    }
  }

  private static Optional<NodeSpec> read(String name, JsonNode json) {
    return json.isNull() ? Optional.empty() : Optional.of(NodeJson.read(name, json, null));
  }

  private static ObjectNode write(NodeSpec spec) {
    ObjectNode json = NodeJson.write(spec);
    return spec.apiKey() == null ? json : json.put("apiKey", spec.apiKey());
  }
}
