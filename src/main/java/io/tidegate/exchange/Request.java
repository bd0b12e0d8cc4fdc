package io.tidegate.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;

/**
 * The body of a call as the client sent it, with the few facts the gateway needs from it.
 *
 * <p>The bytes are forwarded unchanged, so that unknown fields pass and a node's prefix cache sees
 * the same prompt again; only the value of {@code model} is ever replaced, in its place.
 */
public final class Request {

  private final byte[] body;
  private final String model;
  private final boolean stream;
  private final int modelStart;
  private final int modelEnd;

  /**
   * A request over {@code body}, which must not be changed afterwards.
   *
   * @param modelStart offset of the opening quote of the model's name in {@code body}
   * @param modelEnd offset behind its closing quote
   */
  public Request(byte[] body, String model, boolean stream, int modelStart, int modelEnd) {
    this.body = requireNonNull(body, "body");
    this.model = requireNonNull(model, "model");
    this.stream = stream;
    this.modelStart = modelStart;
    this.modelEnd = modelEnd;
    if (modelStart < 0 || modelEnd < modelStart || modelEnd > body.length) {
      throw new IllegalArgumentException("model outside the body: " + modelStart + "-" + modelEnd);
    }
  }

  /** The model the client named. */
  public String model() {
    return model;
  }

  /** Whether the client asked for a stream. */
  public boolean stream() {
    return stream;
  }

  /** The length of the body in bytes. */
  public int size() {
    return body.length;
  }

  /** The body as sent, read-only. */
  public ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  /** The body with {@code name} as its model; the bytes as sent if that is what they say. */
  public ByteBuffer bodyFor(String name) {
    if (name.equals(model)) {
      return body();
    }
    byte[] quoted = ("\"" + escaped(name) + "\"").getBytes(UTF_8);
    ByteBuffer changed = ByteBuffer.allocate(body.length - (modelEnd - modelStart) + quoted.length);
    changed.put(body, 0, modelStart).put(quoted).put(body, modelEnd, body.length - modelEnd);
    return changed.flip();
  }

  private static String escaped(String name) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(name));
  }
}
