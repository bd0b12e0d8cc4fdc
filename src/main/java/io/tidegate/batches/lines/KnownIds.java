package io.tidegate.batches.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids that a file has given its lines, by half of their SHA-256 digests, so that long ones take
 * no more memory than short ones. Not thread-safe.
 */
final class KnownIds {

  private record Half(long first, long second) {}

  private final Map<Half, Integer> lines = new HashMap<>();
  private final MessageDigest digest;

  KnownIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has it", impossible);
    }
  }

  /** Notes that {@code line} has {@code id}; the line that had it before, or 0. */
  int add(String id, int line) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(UTF_8)));
    Integer before = lines.putIfAbsent(new Half(hash.getLong(), hash.getLong()), line);
    return before == null ? 0 : before;
  }
}
