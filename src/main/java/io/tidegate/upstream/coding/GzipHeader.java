package io.tidegate.upstream.coding;

import java.util.zip.ZipException;

/** Steps over the header of a gzip member (RFC 1952, section 2.3), byte by byte. */
final class GzipHeader {

  private static final int FIXED = 10;
  private static final int[] BEGINNING = {0x1f, 0x8b, 8};
  private static final int CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private int seen;
  private int open;
  private int lengthBytes;
  private int extraLeft;
  private int checksumLeft = 2;

  /**
   * Takes the next byte.
   *
   * @return whether the header is complete with it
   * @throws ZipException if this is no gzip header
   */
  boolean take(byte next) throws ZipException {
    int value = next & 0xff;
    if (seen < FIXED) {
      fixed(value);
      seen++;
      return seen == FIXED && open == 0;
    }
    if ((open & EXTRA) != 0) {
      extra(value);
    } else if ((open & NAME) != 0) {
      text(NAME, value);
    } else if ((open & COMMENT) != 0) {
      text(COMMENT, value);
    } else if (--checksumLeft == 0) {
      open = 0;
    }
    return open == 0;
  }

  private void fixed(int value) throws ZipException {
    if (seen < BEGINNING.length && value != BEGINNING[seen]) {
      throw new ZipException("the body is not in gzip's format");
    }
    if (seen == BEGINNING.length) {
      if ((value & RESERVED) != 0) {
        throw new ZipException("the gzip header has unknown flags");
      }
      open = value & (CHECKSUM | EXTRA | NAME | COMMENT);
    }
  }

  private void extra(int value) {
    if (lengthBytes < 2) {
      extraLeft |= value << (8 * lengthBytes);
      lengthBytes++;
    } else {
      extraLeft--;
    }
    if (lengthBytes == 2 && extraLeft == 0) {
      open &= ~EXTRA;
    }
  }

  private void text(int flag, int value) {
    if (value == 0) {
      open &= ~flag;
    }
  }
}
