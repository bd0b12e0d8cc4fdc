package io.tidegate.upstream;

import io.tidegate.exchange.Usage;

/** Where the events of a node's stream go: to the client as they are, or into a plain answer. */
interface Delivery {

  /** The first content is there. */
  void begin();

  /** The next event, with its blank line. */
  void event(byte[] event);

  /** A comment, with the end of its line. */
  void comment(byte[] comment);

  /** All events were given but {@code last}, which is what ends the stream. */
  void end(byte[] last, Usage usage);
}
