package io.tidegate.routing.balancing;

import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Chained hashes of the whole blocks with which a prompt begins.
 *
 * <p>Each hash covers its block and all before it, so that two prompts have the same n-th hash when
 * their first n blocks are the same, as in the prefix caches of vLLM and SGLang. Tools come first,
 * since templates put them before the conversation. The hash spreads well and is not made to resist
 * an attacker, who could only misplace calls of his own.
 */
final class BlockHashes {

  /** The bytes of a block, which are about 256 tokens: the largest block that engines use. */
  static final int BLOCK_BYTES = 1024;

  /** The blocks of a million tokens; what is behind them makes no difference any more. */
  static final int MOST_BLOCKS = 4096;

  private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;
  private static final long SEED = 0x7469646567617465L;

  private final ByteBuffer body;
  private final long[] hashes;
  private int count;
  private long chain = SEED;

  private BlockHashes(Request request) {
    this.body = request.body().order(ByteOrder.LITTLE_ENDIAN);
    Range tools = request.facts().tools();
    Range input = request.facts().input();
    this.hashes = new long[Math.min(MOST_BLOCKS, blocks(tools) + blocks(input))];
    add(tools);
    add(input);
  }

  static long[] of(Request request) {
    return new BlockHashes(request).hashes;
  }

  private static int blocks(Range span) {
    return (span.end() - span.start()) / BLOCK_BYTES;
  }

  private void add(Range span) {
    int at = span.start();
    for (int i = Math.min(blocks(span), hashes.length - count); i > 0; i--) {
      chain = mixed(chain, at);
      hashes[count++] = chain;
      at += BLOCK_BYTES;
    }
    // What is left of the tools must tell the blocks behind it apart, too.
    for (; at < span.end() && count < hashes.length; at++) {
      chain = spread(chain ^ body.get(at));
    }
  }

  private long mixed(long seed, int start) {
    long hash = seed;
    for (int at = start; at < start + BLOCK_BYTES; at += Long.BYTES) {
      hash = spread(hash ^ body.getLong(at));
    }
    return spread(hash);
  }

  /** One-to-one on 64 bits: the product moves low bits up, the shift brings high bits down. */
  private static long spread(long value) {
    long product = value * MULTIPLIER;
    return product ^ (product >>> 32);
  }
}
