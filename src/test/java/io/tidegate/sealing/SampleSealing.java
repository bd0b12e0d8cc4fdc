package io.tidegate.sealing;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Sealing by keys that tests know: the key of a letter is that letter 32 times. */
public final class SampleSealing {

  private SampleSealing() {}

  /** By the keys of {@code letters}, of which the first seals. */
  public static Sealing by(String letters) {
    return by(letters, new SecureRandom());
  }

  static Sealing by(String letters, RandomGenerator random) {
    List<SealingKey> keys =
        letters.chars().mapToObj(letter -> new SealingKey(bytes((char) letter))).toList();
    return new Sealing(keys, random);
  }

  static byte[] bytes(char letter) {
    byte[] bytes = new byte[SealingKey.BYTES];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  static Stream<String> ids(String letters) {
    return by(letters).ids().stream();
  }
}
