package io.tidegate.batches.lines;

import io.tidegate.batches.state.SliceSpan;
import java.util.ArrayList;
import java.util.List;

/** Cuts a file into slices, line by line. Not thread-safe. */
final class Slicing {

  /** The most lines of a slice. */
  static final int MOST_LINES = 100;

  /** The most bytes of a slice of more than one line. */
  static final int MOST_BYTES = 256 << 10;

  private final List<SliceSpan> done = new ArrayList<>();
  private int firstLine;
  private int lastLine;
  private int lines;
  private long from;
  private long to;

  /** Takes the next line in. */
  void add(InputLines.Line line) {
    if (lines == MOST_LINES || (lines > 0 && line.to() - from > MOST_BYTES)) {
      close();
    }
    if (lines == 0) {
      firstLine = line.number();
      from = line.from();
    }
    lines++;
    lastLine = line.number();
    to = line.to();
  }

  /** All slices, once there is no other line. */
  List<SliceSpan> all() {
    if (lines > 0) {
      close();
    }
    return List.copyOf(done);
  }

  private void close() {
    done.add(new SliceSpan(firstLine, lastLine, lines, from, (int) (to - from)));
    lines = 0;
  }
}
