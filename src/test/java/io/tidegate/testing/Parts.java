package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** What is sent in parts, as a whole. */
public final class Parts {

  private Parts() {}

  /** The text that {@code parts}, which are not changed, are together. */
  public static String text(List<ByteBuffer> parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[part.remaining()];
      part.duplicate().get(bytes);
      whole.writeBytes(bytes);
    }
    return whole.toString(UTF_8);
  }
}
