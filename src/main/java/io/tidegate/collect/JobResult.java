package io.tidegate.collect;

import static java.util.Objects.requireNonNull;

/**
 * The answer to a job.
 *
 * @param status the HTTP status: 200, or a node's verdict on the request
 * @param contentType the media type of {@code body}
 * @param body the answer whole: JSON, or all events of its stream; not to be changed
 */
public record JobResult(int status, String contentType, Body body) {

  /** Bytes, not to be changed. */
  public static final class Body {
    private final byte[] bytes;

    /** A body of {@code bytes}, not copied. */
    public Body(byte[] bytes) {
      this.bytes = requireNonNull(bytes, "bytes");
    }

    /** The bytes, not copied. */
    public byte[] bytes() {
      return bytes;
    }
  }

  public JobResult {
    requireNonNull(contentType, "contentType");
    requireNonNull(body, "body");
  }
}
