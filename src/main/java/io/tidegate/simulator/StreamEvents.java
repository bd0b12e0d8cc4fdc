package io.tidegate.simulator;

/** The events of one stream in one dialect, as text; asked for in their order, each part once. */
interface StreamEvents {
  /** What comes before the first token. */
  String opening();

  /** The token of that index, with what must go before it. */
  String token(int index);

  /** What follows the last token whatever comes then. */
  String close();

  /** What tells why the text ended, and how many tokens it has. */
  String finish();

  /** The end mark. */
  String end();

  /** An error instead of what was to come. */
  String error();

  /** The whole answer as failed; an error in the dialects that have no such event. */
  default String failure() {
    return error();
  }

  /** What keeps the stream open. */
  default String sign() {
    return ": keep-alive\n\n";
  }
}
