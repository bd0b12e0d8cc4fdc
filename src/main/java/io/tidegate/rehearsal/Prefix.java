package io.tidegate.rehearsal;

import java.util.Arrays;

/**
 * With which blocks a prompt begins: prompts that begin with equal ids begin with equal text.
 * Immutable.
 */
final class Prefix {

  /** The tokens of a block: that of Mooncake's traces, and a multiple of all smaller ones. */
  static final int BLOCK_TOKENS = 512;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long rest;
  private final long[] blocks;

  /**
   * A prefix.
   *
   * @param rest what the ids of all blocks behind the named ones are made of
   * @param blocks the ids of the first blocks, not to be changed
   */
  Prefix(long rest, long... blocks) {
    this.rest = rest;
    this.blocks = blocks;
  }

  /** The id of block {@code index}, from 0. */
  long block(int index) {
    return index < blocks.length ? blocks[index] : mixed(rest + index * GOLDEN);
  }

  /** Sebastiano Vigna's finisher of SplitMix64: one-to-one, and every bit depends on every bit. */
  static long mixed(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prefix that && rest == that.rest && Arrays.equals(blocks, that.blocks);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(rest) + 31 * Arrays.hashCode(blocks);
  }
}
