package io.tidegate.history;

/**
 * The attempts at one node since the start.
 *
 * @param all how many have ended
 * @param failed how many of them were neither completed nor cancelled
 */
public record NodeCalls(double all, double failed) {

  static final NodeCalls NONE = new NodeCalls(0, 0);

  NodeCalls plus(double more, boolean bad) {
    return new NodeCalls(all + more, bad ? failed + more : failed);
  }
}
