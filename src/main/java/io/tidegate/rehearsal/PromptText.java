package io.tidegate.rehearsal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes up the text of prompts: letters, four to a token, alike where their prefixes are. */
final class PromptText {

  private static final int BYTES_PER_TOKEN = 4;
  private static final int BLOCK_BYTES = Prefix.BLOCK_TOKENS * BYTES_PER_TOKEN;
  private static final long LOW_BITS = 0x0F0F0F0F0F0F0F0FL;
  private static final long LETTERS = 0x6161616161616161L;

  private PromptText() {}

  /** The bytes that the text of a prompt of {@code tokens} has. */
  static long length(int tokens) {
    return (long) tokens * BYTES_PER_TOKEN;
  }

  /** The text of a prompt of {@code tokens} that begins with {@code prefix}, in ASCII. */
  static byte[] of(int tokens, Prefix prefix) {
    int length = (int) length(tokens);
    ByteBuffer text = ByteBuffer.allocate(length + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < length; at += Long.BYTES) {
      long id = prefix.block(at / BLOCK_BYTES);
      text.putLong(at, (Prefix.mixed(id + at) & LOW_BITS) | LETTERS);
    }
    byte[] exact = new byte[length];
    text.get(0, exact);
    return exact;
  }
}
