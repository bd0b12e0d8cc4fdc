package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PromptTextTest {

  private static final int BLOCK = 4 * Prefix.BLOCK_TOKENS;

  @Test
  void hasFourLettersForAToken() {
    byte[] text = PromptText.of(1001, new Prefix(5));

    assertThat(text).hasSize(4004);
    for (byte letter : text) {
      assertThat(letter).isBetween((byte) 'a', (byte) 'p');
    }
  }

  @Test
  void isAlikeAsFarAsThePrefixIs() {
    byte[] one = PromptText.of(2000, new Prefix(1, 10, 20));
    byte[] other = PromptText.of(3000, new Prefix(2, 10, 20));

    assertThat(Arrays.mismatch(one, other)).isBetween(2 * BLOCK, 2 * BLOCK + 100);
  }

  @Test
  void goesOnAlikeForTheSameRest() {
    byte[] one = PromptText.of(2000, new Prefix(1));
    byte[] longer = PromptText.of(3000, new Prefix(1));

    assertThat(Arrays.mismatch(one, longer)).isEqualTo(one.length);
  }
}
