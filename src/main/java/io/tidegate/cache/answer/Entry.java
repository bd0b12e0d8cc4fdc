package io.tidegate.cache.answer;

import static java.util.Objects.requireNonNull;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.formats.Json;
import java.io.IOException;

/**
 * One stored answer: complete, immutable, and able to take every shape that it holds enough for.
 *
 * <p>Making a stream of a plain answer, or the reverse, takes a thousand times as long as giving
 * what is there; so the last such form may be kept with it.
 */
public final class Entry {

  /**
   * What an entry takes beside its body and its texts: its objects, its key of 64 digits and its
   * place in a map, on a 64-bit JVM.
   */
  private static final int OVERHEAD = 640;

  /** A form that was made of another; {@code body} is null if that does not hold enough. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(Shape shape, byte[] body) {}

  private static final Made NONE = new Made(null, null);

  private final Origin origin;
  private final Lifetime lifetime;
  private final long epoch;
  private final StoredBody form;
  private final Made made;

  /**
   * An entry.
   *
   * @param epoch the newest purge that was known when its making began
   * @param stream whether {@code body} is a stream of events, else it is one JSON object
   * @param body as the node sent it; must not be changed afterwards
   */
  public Entry(Origin origin, Lifetime lifetime, long epoch, boolean stream, byte[] body) {
    this(origin, lifetime, epoch, StoredBody.of(Dialects.of(origin.operation()), stream, body));
  }

  /** An entry; {@code epoch} is the newest purge that was known when its making began. */
  public Entry(Origin origin, Lifetime lifetime, long epoch, StoredBody form) {
    this(origin, lifetime, epoch, form, NONE);
  }

  private Entry(Origin origin, Lifetime lifetime, long epoch, StoredBody form, Made made) {
    this.origin = requireNonNull(origin, "origin");
    this.lifetime = requireNonNull(lifetime, "lifetime");
    this.epoch = epoch;
    this.form = requireNonNull(form, "form");
    this.made = made;
  }

  /** The entry in {@code bytes}, or null if they are broken or of a version we do not know. */
  public static Entry decode(byte[] bytes) {
    return EntryFormat.decode(bytes);
  }

  /** The bytes for the shared tier. */
  public byte[] encoded() {
    return EntryFormat.encode(this);
  }

  /** The body in {@code shape}, which must not be changed; null if it does not hold enough. */
  public byte[] as(Shape shape) {
    return shape == made.shape() ? made.body() : make(shape);
  }

  /** The same entry that keeps its body in {@code shape} if it had to be made; this one if not. */
  public Entry keeping(Shape shape) {
    boolean other = form.stream() == (shape == Shape.PLAIN);
    return !other || shape == made.shape()
        ? this
        : new Entry(origin, lifetime, epoch, form, new Made(shape, make(shape)));
  }

  private byte[] make(Shape shape) {
    return switch (shape) {
      case PLAIN -> form.stream() ? accumulated() : form.body();
      case STREAM -> form.stream() ? form.withoutUsage() : streamed(false);
      case STREAM_WITH_USAGE -> form.stream() ? wholeStream() : streamed(true);
    };
  }

  private byte[] wholeStream() {
    return form.usage() ? form.body() : null;
  }

  /** Plain answers tell the tokens used. */
  private byte[] accumulated() {
    if (!form.usage()) {
      return null;
    }
    try {
      return Json.write(Dialects.of(origin.operation()).accumulated(form.body()));
    } catch (IOException unfit) {
      return null;
    }
  }

  private byte[] streamed(boolean usage) {
    if (!origin.operation().streams() || (usage && !form.usage())) {
      return null;
    }
    try {
      return Dialects.of(origin.operation()).streamed(Json.read(form.body()), usage);
    } catch (IOException unfit) {
      return null;
    }
  }

  /** About how many bytes of heap it takes, with its key and its place in a map. */
  public int weight() {
    int names = origin.model().length() + origin.node().length() + origin.tenant().value().length();
    return OVERHEAD
        + 2 * names
        + form.body().length
        + (made.body() == null ? 0 : made.body().length);
  }

  /** Whose answer it is, and of which model. */
  public Origin origin() {
    return origin;
  }

  /** Until when it is good. */
  public Lifetime lifetime() {
    return lifetime;
  }

  /** The newest purge that was known when its making began. */
  public long epoch() {
    return epoch;
  }

  StoredBody form() {
    return form;
  }
}
