package io.tidegate.routing.balancing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PromptTest {

  private static final int BLOCK = 1024;

  @Test
  void hasATokenForFourBytesOfToolsAndInput() {
    assertThat(prompt("x".repeat(400), "y".repeat(4000)).tokens()).isEqualTo(1100);
    assertThat(prompt("", "y".repeat(7)).tokens()).isEqualTo(1);
    assertThat(prompt("", "").tokens()).as("of nothing").isEqualTo(1);
  }

  @Test
  void hasHashesForWholeBlocksOnly() {
    assertThat(prompt("", "y".repeat(BLOCK - 1)).blocks()).isEmpty();
    assertThat(prompt("", "y".repeat(BLOCK)).blocks()).hasSize(1);
    assertThat(prompt("t".repeat(2 * BLOCK + 5), "y".repeat(3 * BLOCK - 1)).blocks()).hasSize(4);
    assertThat(prompt("", "").blockTokens()).isEqualTo(256);
  }

  @Test
  void stopsAfterAMillionTokens() {
    String endless = random(5000 * BLOCK, 1);

    assertThat(prompt("", endless).blocks()).hasSize(4096);
    assertThat(prompt(endless, "y".repeat(2000)).blocks()).isEqualTo(prompt("", endless).blocks());
  }

  @Test
  void hasTheSameHashesWhereverInTheBodyThePromptStands() {
    String input = random(5 * BLOCK, 1);

    assertThat(prompt("", input).blocks())
        .isEqualTo(prompt(new Around("{\"model\":\"other\",\"n\":1,", "}"), "", input).blocks());
  }

  @Test
  void keepsItsHashesWhenTheConversationGoesOn() {
    String tools = random(BLOCK + 100, 1);
    String input = random(5 * BLOCK, 2);
    long[] before = prompt(tools, input).blocks();

    long[] after = prompt(tools, input + random(3 * BLOCK, 3)).blocks();

    assertThat(Arrays.copyOf(after, before.length)).isEqualTo(before);
    assertThat(after).hasSize(before.length + 3).doesNotHaveDuplicates();
  }

  @Test
  void tellsTheSameConversationWithOtherToolsApart() {
    String input = random(3 * BLOCK, 1);

    assertThat(prompt("[{\"name\":\"a\"}]", input).blocks())
        .doesNotContain(prompt("[{\"name\":\"b\"}]", input).blocks())
        .doesNotContain(prompt("", input).blocks());
  }

  @Test
  void tellsEqualBlocksInOtherPlacesApart() {
    assertThat(prompt("", "y".repeat(50 * BLOCK)).blocks()).doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void changesEveryHashFromTheChangedByteOnAndNoneBefore(
      @ForAll @IntRange(max = 8 * BLOCK - 1) int at, @ForAll long seed) {
    String input = random(8 * BLOCK, seed);
    long[] before = prompt("", input).blocks();
    StringBuilder changed = new StringBuilder(input);
    changed.setCharAt(at, changed.charAt(at) == 'a' ? 'b' : 'a');

    long[] after = prompt("", changed.toString()).blocks();

    for (int i = 0; i < before.length; i++) {
      assertThat(after[i] == before[i]).as("block %d", i).isEqualTo(i < at / BLOCK);
    }
  }

  /** Each bit of a hash is turned over by half of the changes, within six deviations. */
  @Test
  void spreadsAChangeOverAllBits() {
    int changes = 4000;
    int[] turned = new int[Long.SIZE];
    Random random = new Random(1);
    byte[] bytes = random(BLOCK, 1).getBytes(UTF_8);
    long before = hash(bytes);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(BLOCK);
      int bit = 1 << random.nextInt(8);
      bytes[at] ^= (byte) bit;
      long difference = before ^ hash(bytes);
      bytes[at] ^= (byte) bit;
      for (int b = 0; b < Long.SIZE; b++) {
        turned[b] += (int) (difference >>> b & 1);
      }
    }
    double deviation = Math.sqrt(changes) / 2;
    for (double times : turned) {
      assertThat(times).isCloseTo(changes / 2.0, within(6 * deviation));
    }
  }

  @Test
  void mayBeGivenAllThatIsToKnow() {
    Prompt prompt = Prompt.of(1030, new long[] {1, 2}, 512, "session");

    assertThat(prompt.tokens()).isEqualTo(1030);
    assertThat(prompt.blocks()).containsExactly(1, 2);
    assertThat(prompt.blockTokens()).isEqualTo(512);
    assertThat(prompt.session()).isEqualTo("session");
  }

  @Test
  void refusesMoreBlocksThanTokens() {
    assertThatThrownBy(() -> Prompt.of(1023, new long[] {1, 2}, 512, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Prompt.of(0, new long[0], 512, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Around(String before, String after) {}

  private static Prompt prompt(String tools, String input) {
    return prompt(new Around("{", "}"), tools, input);
  }

  private static Prompt prompt(Around around, String tools, String input) {
    byte[] body = (around.before() + tools + input + around.after()).getBytes(UTF_8);
    int start = around.before().length();
    int middle = start + tools.length();
    return prompt(body, new Range(start, middle), new Range(middle, middle + input.length()));
  }

  private static Prompt prompt(byte[] body, Range tools, Range input) {
    return new Prompt(
        new Request(
            body,
            new Request.Facts(
                "m", true, Range.NONE, input, tools, "", 0, false, false, true, false)),
        new TenantId("tests"),
        null);
  }

  private static long hash(byte[] block) {
    return prompt(block, Range.NONE, new Range(0, block.length)).blocks()[0];
  }

  private static String random(int length, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }
}
