package io.tidegate.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

  private final SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  /** The reference implementation's vectors for the bytes 0, 1, 2 and so on. */
  @ParameterizedTest
  @CsvSource({
    "0, 726fdb47dd0e0e31",
    "1, 74f839c593dc67fd",
    "7, ab0200f58b01d137",
    "8, 93f5f5799a932462",
    "15, a129ca6149be45e5"
  })
  void isThatOfTheReference(int length, String expected) {
    byte[] input = new byte[length];
    for (int i = 0; i < length; i++) {
      input[i] = (byte) i;
    }
    ByteBuffer bytes = ByteBuffer.wrap(input);

    assertThat(Long.toHexString(hash.of(bytes))).isEqualTo(expected);
    assertThat(bytes.remaining()).isEqualTo(length);
  }
}
