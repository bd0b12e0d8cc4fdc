package io.tidegate.upstream.wire;

/** Is told what came of the lease of a connection, once, on any thread. */
interface HttpLessee {

  /** It has {@code connection}, which it closes or gives back. */
  void leased(HttpConnection connection);

  /** There is none: nothing was sent. */
  void failed(Throwable cause);
}
