package io.tidegate.routing.nodes;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
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
 * <p>One JSON object: a node's name and its {@link NodeChange}, or null for a configured node that
 * was removed. It holds the keys that were given by API and is readable by its owner only.
 */
public final class NodeFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /** Changes of nodes, kept in {@code file}. */
  public NodeFile(Path file) {
    this.file = file;
  }

  /** The changes kept: of a node, or nothing for one that was removed. */
  Map<String, Optional<NodeChange>> load() {
    Map<String, Optional<NodeChange>> changes = new TreeMap<>();
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
        throw unusable(broken);
      }
    }
    return changes;
  }

  /** What to throw where the file breaks a rule. */
  IllegalStateException unusable(Exception broken) {
    String unusable = "the node file " + file + " cannot be used: ";
    if (broken instanceof JsonProcessingException json) {
      // Its words, and so it itself, repeat what it could not read, which may be a key.
      JsonLocation at = json.getLocation();
      return new IllegalStateException(
          unusable
              + "it is no JSON"
              + (at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }
    return new IllegalStateException(unusable + broken.getMessage(), broken);
  }

  /** Keeps {@code changes} in the place of all earlier ones, whole or not at all. */
  void save(Map<String, Optional<NodeChange>> changes) {
    ObjectNode json = JSON.createObjectNode();
    changes.forEach((name, change) -> json.set(name, change.map(NodeChange::json).orElse(null)));
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

  private static Optional<NodeChange> read(String name, JsonNode json) {
    if (json.isNull()) {
      return Optional.empty();
    }
    if (!(json instanceof ObjectNode members)) {
      throw new InvalidNodeException(name, "must be a JSON object, or null");
    }
    return Optional.of(NodeChange.of(members));
  }
}
