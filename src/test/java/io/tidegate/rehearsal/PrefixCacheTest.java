package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefixCacheTest {

  private static final int BLOCK = Prefix.BLOCK_TOKENS;

  private final PrefixCache cache = new PrefixCache(4L * BLOCK);

  @Test
  void findsTheWholeBlocksWithWhichAPromptBeginsLikeOneBefore() {
    assertThat(cache.use(2 * BLOCK + 9, new Prefix(0, 1, 2, 3))).isZero();

    assertThat(cache.use(3 * BLOCK, new Prefix(0, 1, 2, 8))).isEqualTo(2 * BLOCK);
  }

  @Test
  void findsNothingBehindABlockThatIsNew() {
    cache.use(2 * BLOCK, new Prefix(0, 1, 2));

    assertThat(cache.use(2 * BLOCK, new Prefix(0, 9, 2))).isZero();
  }

  @Test
  void forgetsWhatWasUsedTheLongestAgo() {
    cache.use(2 * BLOCK, new Prefix(0, 1, 2));
    cache.use(2 * BLOCK, new Prefix(0, 3, 4));
    cache.use(2 * BLOCK, new Prefix(0, 1, 2));

    cache.use(2 * BLOCK, new Prefix(0, 5, 6));

    assertThat(cache.use(2 * BLOCK + 1, new Prefix(0, 1, 2))).isEqualTo(2 * BLOCK);
    assertThat(cache.use(2 * BLOCK + 1, new Prefix(0, 3, 4))).isZero();
  }

  @Test
  void leavesOneTokenToCompute() {
    cache.use(BLOCK, new Prefix(0, 1));

    assertThat(cache.use(BLOCK, new Prefix(0, 1))).isEqualTo(BLOCK - 1);
  }

  @Test
  void keepsNothingWithoutRoom() {
    PrefixCache none = new PrefixCache(0);
    none.use(BLOCK, new Prefix(0, 1));

    assertThat(none.use(BLOCK, new Prefix(0, 1))).isZero();
  }
}
