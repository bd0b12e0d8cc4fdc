package io.tidegate.cache.key;

import java.util.Arrays;

/**
 * Where the members of the objects begin whose end has not been read yet; puts them in order when
 * it has, where their order says nothing. A stack of its own, so that depth costs no frames. Not
 * thread-safe.
 */
final class OpenObjects {

  /**
   * One member among the bytes.
   *
   * @param start the offset of its first byte
   * @param end the offset behind its last byte
   */
  record Slice(int start, int end) {}

  private static final int ROOM = 64;

  /** For each open object the complement of its start, then the starts of its members so far. */
  private int[] starts = new int[ROOM];

  private int size;

  /** An object begins at {@code start}. */
  void open(int start) {
    push(~start);
  }

  /** A member of the innermost object begins at {@code start} with its name. */
  void member(int start) {
    push(start);
  }

  /**
   * The innermost object has no more members, which are the last in {@code bytes}.
   *
   * @param sorted whether they are put in order by name, those with the same name as they came
   * @return the start of the object
   */
  int close(CanonicalBytes bytes, boolean sorted) {
    int first = size;
    while (starts[first - 1] >= 0) {
      first--;
    }
    if (sorted && !inOrder(first, bytes)) {
      Slice[] slices = slices(first, bytes.size());
      Arrays.sort(slices, (one, other) -> bytes.compareTexts(one.start(), other.start()));
      bytes.arrange(starts[first], slices);
    }
    size = first - 1;
    return ~starts[size];
  }

  private boolean inOrder(int first, CanonicalBytes bytes) {
    for (int at = first + 1; at < size; at++) {
      if (bytes.compareTexts(starts[at - 1], starts[at]) > 0) {
        return false;
      }
    }
    return true;
  }

  private Slice[] slices(int first, int end) {
    Slice[] slices = new Slice[size - first];
    for (int at = first; at < size; at++) {
      slices[at - first] = new Slice(starts[at], at + 1 < size ? starts[at + 1] : end);
    }
    return slices;
  }

  private void push(int value) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
    }
    starts[size++] = value;
  }
}
