package io.tidegate.tenants.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  private static final long SEED = new Random().nextLong();

  private final Random random = new Random(SEED);

  @Test
  void isKnownByItsPrefixAndLength() {
    assertThat(ApiKey.draw(random)).as("seed %s", SEED).matches("tgk_[0-9A-Za-z]{38}");
  }

  /** Computed by Python's zlib.crc32, in base 62. */
  @Test
  void hasTheChecksumThatOthersCompute() {
    assertThat(ApiKey.isOne("tgk_" + "0".repeat(32) + "4RupIP")).isTrue();
    assertThat(ApiKey.isOne("tgk_abcdefghijklmnopqrstuvwxyz012345" + "0uTTTR")).isTrue();
  }

  @Test
  void eachDrawnOneIsOneAndNoTwoAreAlike() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String key = ApiKey.draw(random);
      assertThat(ApiKey.isOne(key)).as("seed %s, key %s", SEED, i).isTrue();
      all.add(key);
    }
    assertThat(all).hasSize(2_000);
  }

  /** CRC-32 finds every change of up to 32 bits in a row, and so of one character. */
  @Test
  void oneMistypedCharacterIsFoundWithoutALookUp() {
    for (int i = 0; i < 2_000; i++) {
      StringBuilder key = new StringBuilder(ApiKey.draw(random));
      int at = random.nextInt(key.length());
      char before = key.charAt(at);
      char other = (char) ('!' + random.nextInt('~' - '!'));
      key.setCharAt(at, other);
      assertThat(ApiKey.isOne(key.toString())).as("seed %s", SEED).isEqualTo(other == before);
    }
  }

  @Test
  void nothingElseIsOne() {
    assertThat(ApiKey.isOne(null)).isFalse();
    assertThat(ApiKey.isOne("")).isFalse();
    assertThat(ApiKey.isOne("sk-abc")).isFalse();
    assertThat(ApiKey.isOne("tgk_")).isFalse();
    assertThat(ApiKey.isOne(ApiKey.draw(random) + "0")).isFalse();
    assertThat(ApiKey.isOne("tgk_" + "ä".repeat(38))).isFalse();
  }
}
