package io.tidegate.cache.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A growing array of bytes in which every value begins with a tag and tells where it ends, so that
 * no two sequences of values are the same bytes. Not thread-safe.
 */
final class CanonicalBytes {

  /** A tag and a length of four bytes. */
  private static final int TEXT_HEAD = 5;

  /** How many characters of a text room is made for at a time. */
  private static final int BLOCK = 512;

  /** A character of UTF-16 takes so many bytes at most. */
  private static final int WIDEST = 3;

  /** A number of more characters is taken by its text: hostile digits must not cost. */
  private static final int LONGEST_NUMBER = 100;

  /** An exponent of more characters, its {@code e} included, might not be a long. */
  private static final int LONGEST_EXPONENT = 18;

  /**
   * A value of more bytes is replaced by its digest. That bounds what sorting moves: every byte of
   * a body that is out of order would be moved once for its message, and once more for itself.
   */
  private static final int LONGEST_VALUE = 1024;

  private final MessageDigest sha256;
  private byte[] bytes;
  private int size;

  /** Room for {@code expected} bytes, more when more come. */
  CanonicalBytes(int expected) {
    this.bytes = new byte[expected + BLOCK * WIDEST];
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** How many bytes there are. */
  int size() {
    return size;
  }

  /** Takes back what was added since there were {@code start} bytes. */
  void truncate(int start) {
    size = start;
  }

  /** The digest of the bytes from {@code start} on. */
  byte[] sha256(int start) {
    sha256.update(bytes, start, size - start);
    return sha256.digest();
  }

  /** Adds a value that is nothing but its tag, an ASCII character. */
  void tag(char tag) {
    reserve(1);
    bytes[size++] = (byte) tag;
  }

  /** Adds a text. */
  void text(String text) {
    text(text.toCharArray(), 0, text.length());
  }

  /** Adds {@code length} characters of a text. */
  void text(char[] chars, int from, int length) {
    text('"', chars, from, length);
  }

  /**
   * Adds a number, as what it is and not as it is written: its digits without the zeros around them
   * and the power of ten of the last one.
   */
  void number(char[] chars, int from, int length) {
    int end = from + length;
    int power = from;
    while (power < end && (chars[power] | 0x20) != 'e') {
      power++;
    }
    if (length > LONGEST_NUMBER || end - power > LONGEST_EXPONENT) {
      text('N', chars, from, length);
    } else {
      long exponent =
          power == end ? 0 : Long.parseLong(new String(chars, power + 1, end - power - 1));
      tag('#');
      decimal(chars, from, power, exponent);
      tag(';');
    }
  }

  private void decimal(char[] chars, int from, int end, long exponent) {
    int start = size;
    boolean negative = chars[from] == '-';
    if (negative) {
      tag('-');
    }
    int digits = size;
    long last = exponent;
    boolean fraction = false;
    for (int at = negative ? from + 1 : from; at < end; at++) {
      if (chars[at] == '.') {
        fraction = true;
        continue;
      }
      last -= fraction ? 1 : 0;
      if (chars[at] != '0' || size > digits) {
        tag(chars[at]);
      }
    }
    for (; size > digits && bytes[size - 1] == '0'; size--) {
      last++;
    }
    if (size == digits) {
      size = start;
    } else if (last != 0) {
      tag('e');
      Long.toString(last).chars().forEach(next -> tag((char) next));
    }
  }

  /** UTF-8 for each half of a surrogate pair alone, so that a lone half keeps its identity. */
  private void text(char tag, char[] chars, int from, int length) {
    reserve(TEXT_HEAD);
    int start = size;
    bytes[start] = (byte) tag;
    size += TEXT_HEAD;
    int end = from + length;
    for (int at = from; at < end; at += BLOCK) {
      block(chars, at, Math.min(end, at + BLOCK));
    }
    int written = size - start - TEXT_HEAD;
    for (int at = TEXT_HEAD - 1; at > 0; at--, written >>>= Byte.SIZE) {
      bytes[start + at] = (byte) written;
    }
  }

  private void block(char[] chars, int from, int end) {
    reserve(WIDEST * (end - from));
    byte[] to = bytes;
    int next = size;
    for (int at = from; at < end; at++) {
      char c = chars[at];
      if (c < 0x80) {
        to[next++] = (byte) c;
      } else if (c < 0x800) {
        to[next++] = (byte) (0xc0 | (c >> 6));
        to[next++] = (byte) (0x80 | (c & 0x3f));
      } else {
        to[next++] = (byte) (0xe0 | (c >> 12));
        to[next++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        to[next++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    size = next;
  }

  /** Compares the texts that begin at {@code one} and {@code other}: by length, then by bytes. */
  int compareTexts(int one, int other) {
    return Arrays.compareUnsigned(bytes, one, textEnd(one), bytes, other, textEnd(other));
  }

  private int textEnd(int start) {
    int length = 0;
    for (int at = 1; at < TEXT_HEAD; at++) {
      length = (length << Byte.SIZE) | (bytes[start + at] & 0xff);
    }
    return start + TEXT_HEAD + length;
  }

  /**
   * Puts the slices, which together are all from {@code start} on, into the order in which they are
   * given.
   */
  void arrange(int start, OpenObjects.Slice... slices) {
    byte[] before = Arrays.copyOfRange(bytes, start, size);
    int to = start;
    for (OpenObjects.Slice slice : slices) {
      int length = slice.end() - slice.start();
      System.arraycopy(before, slice.start() - start, bytes, to, length);
      to += length;
    }
  }

  /**
   * Replaces the value that begins at {@code start} and is the last by its digest if it is long.
   */
  void shorten(int start) {
    if (size - start <= LONGEST_VALUE) {
      return;
    }
    byte[] digest = sha256(start);
    size = start;
    tag('h');
    System.arraycopy(digest, 0, bytes, size, digest.length);
    size += digest.length;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
