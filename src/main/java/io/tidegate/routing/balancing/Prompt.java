package io.tidegate.routing.balancing;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;

/**
 * What placing a call needs to know of its prompt: how long it is and with what it begins.
 *
 * <p>Immutable but for the block hashes, which are computed when first asked for; thread-safe.
 */
public final class Prompt {

  private static final int BYTES_PER_TOKEN = 4;

  /** What an answer is taken to cost before it is known, in tokens. */
  private static final int USUAL_OUTPUT = 256;

  private final Request request;
  private final long tokens;
  private final int blockTokens;
  private final String session;
  private final String strategy;
  private volatile long[] blocks;

  /**
   * The prompt of {@code request}: its tools and its input.
   *
   * <p>Tokens are estimated as a quarter of the bytes. Speeds are measured in the same estimate, so
   * that an error that all prompts share falls out of predicted times.
   *
   * @param strategy the name of the strategy that places it, or null for its model's
   */
  public Prompt(Request request, TenantId tenant, String strategy) {
    this.request = requireNonNull(request, "request");
    long bytes = length(request.facts().tools()) + length(request.facts().input());
    this.tokens = Math.max(1, bytes / BYTES_PER_TOKEN);
    this.blockTokens = BlockHashes.BLOCK_BYTES / BYTES_PER_TOKEN;
    String given = request.facts().session();
    this.session = given.isEmpty() ? "" : tenant.value() + "/" + given;
    this.strategy = strategy;
  }

  private Prompt(long tokens, long[] blocks, int blockTokens, String session) {
    this.request = null;
    this.tokens = tokens;
    this.blocks = blocks;
    this.blockTokens = blockTokens;
    this.session = session;
    this.strategy = null;
  }

  /**
   * A prompt of which all is known beforehand.
   *
   * @param tokens its length, at least 1
   * @param blocks the chained hashes of its whole blocks, not to be changed afterwards
   * @param blockTokens the tokens of a block, at least 1
   * @param session what ties it to others, or empty
   */
  public static Prompt of(long tokens, long[] blocks, int blockTokens, String session) {
    if (tokens < 1 || blockTokens < 1 || (long) blocks.length * blockTokens > tokens) {
      throw new IllegalArgumentException(
          blocks.length + " blocks of " + blockTokens + " tokens in a prompt of " + tokens);
    }
    return new Prompt(tokens, blocks, blockTokens, requireNonNull(session, "session"));
  }

  /** How many tokens the answer may have, as far as one can know. */
  public long expectedOutput() {
    int most = request == null ? 0 : request.facts().maxOutput();
    return most == 0 ? USUAL_OUTPUT : Math.min(most, USUAL_OUTPUT);
  }

  /** The prompt's length in tokens, estimated from its bytes; at least 1. */
  public long tokens() {
    return tokens;
  }

  /** The tokens of one block. */
  public int blockTokens() {
    return blockTokens;
  }

  /** What ties calls of one conversation together, or empty. */
  public String session() {
    return session;
  }

  /** The name of the strategy that places it, or null for its model's. */
  String strategy() {
    return strategy;
  }

  /** The chained hashes of the whole blocks, not to be changed. */
  long[] blocks() {
    long[] known = blocks;
    if (known == null) {
      // Two threads may both compute them: they come to the same.
      known = BlockHashes.of(request);
      blocks = known;
    }
    return known;
  }

  private static long length(Range span) {
    return (long) span.end() - span.start();
  }
}
