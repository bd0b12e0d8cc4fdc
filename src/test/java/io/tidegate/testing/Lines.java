package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines read byte by byte, so that nothing behind them is taken. */
public final class Lines {

  private Lines() {}

  /** The next line of {@code in} without its end; null where none ends any more. */
  public static String next(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      bytes.write(next);
    }
    return bytes.toString(UTF_8).stripTrailing();
  }
}
