package io.tidegate.dialect;

import com.fasterxml.jackson.core.JsonStreamContext;

/**
 * The parts of a request that no model reads, wherever they lie in it: two requests which differ in
 * nothing else ask the same. Thread-safe.
 */
public interface Unread {

  /** Whether the member at whose name {@code object} is, is such a part. */
  boolean member(JsonStreamContext object);

  /**
   * Whether {@code object} is, as the text of its member tells at which it is.
   *
   * @param chars where the text lies
   * @param from the offset of its first character
   * @param length how many characters it has
   */
  boolean object(JsonStreamContext object, char[] chars, int from, int length);
}
