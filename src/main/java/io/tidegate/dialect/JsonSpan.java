package io.tidegate.dialect;

import com.fasterxml.jackson.core.JsonParser;

/**
 * Where a value lies in the bytes of a JSON text.
 *
 * <p>The end of a string is looked for in the bytes: the parser would have to decode all of it
 * first, into several times its memory, and knows a longest string besides.
 *
 * @param start the offset of its first byte; negative if the text is not UTF-8
 * @param end the offset behind its last byte
 */
public record JsonSpan(int start, int end) {

  /**
   * The string that {@code in}, a parser of {@code json} from its first byte on, is at. If it has
   * no end, that is the end of {@code json}; the parser complains when it goes on.
   */
  public static JsonSpan ofText(JsonParser in, byte[] json) {
    int start = (int) in.currentTokenLocation().getByteOffset();
    int end = start + 1;
    // No byte of a longer character is a quote or a backslash.
    while (start >= 0 && end < json.length && json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    return new JsonSpan(start, Math.min(end + 1, json.length));
  }

  /** Its length in bytes, with the quotes of a string. */
  public int length() {
    return end - start;
  }
}
