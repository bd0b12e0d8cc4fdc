package io.tidegate.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an alert is known by over its life: a hash of its labels, made as Alertmanager makes its own
 * (FNV-1a of 64 bits over the sorted names and values, a byte 255 behind each).
 */
final class Fingerprint {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 255;

  private Fingerprint() {}

  /** The fingerprint of {@code alert}, 16 hexadecimal digits. */
  static String of(Alert alert) {
    Map<String, String> all = new TreeMap<>(alert.labels());
    all.put("alertname", alert.name());
    all.put("severity", alert.severity().label());
    long hash = OFFSET;
    for (Map.Entry<String, String> label : all.entrySet()) {
      hash = add(add(hash, label.getKey()), label.getValue());
    }
    return String.format("%016x", hash);
  }

  private static long add(long hash, String text) {
    long next = hash;
    for (byte one : text.getBytes(UTF_8)) {
      next = (next ^ (one & 0xff)) * PRIME;
    }
    return (next ^ SEPARATOR) * PRIME;
  }
}
