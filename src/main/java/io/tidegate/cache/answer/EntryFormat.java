package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * How an {@link Entry} is written for the shared tier: two letters, a version, its origin, lifetime
 * and epoch, its form, and a checksum (CRC-32) of all that.
 *
 * <p>A server that finds another version takes it for a miss, so that servers of two releases can
 * share a tier.
 */
final class EntryFormat {

  private static final short MAGIC = 0x5467; // "Tg"
  private static final byte VERSION = 1;
  private static final int CHECKSUM = Integer.BYTES;

  private EntryFormat() {}

  static byte[] encode(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(entry.form().body().length + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(MAGIC);
      out.writeByte(VERSION);
      origin(entry.origin(), out);
      lifetime(entry.lifetime(), out);
      out.writeLong(entry.epoch());
      form(entry.form(), out);
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The entry in {@code bytes}, or null if they hold none that we know. */
  static Entry decode(byte[] bytes) {
    if (bytes == null || bytes.length < CHECKSUM) {
      return null;
    }
    int end = bytes.length - CHECKSUM;
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    if (ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      return null;
    }
    try {
      boolean known = in.getShort() == MAGIC && in.get() == VERSION;
      return known ? new Entry(origin(in), lifetime(in), in.getLong(), form(in)) : null;
    } catch (BufferUnderflowException | IllegalArgumentException foreign) {
      return null;
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  private static void origin(Origin origin, DataOutputStream out) throws IOException {
    text(origin.tenant().value(), out);
    text(origin.model(), out);
    text(origin.operation().name(), out);
    text(origin.node(), out);
    out.writeLong(origin.usage().input());
    out.writeLong(origin.usage().cached());
    out.writeLong(origin.usage().output());
  }

  private static Origin origin(ByteBuffer in) {
    return new Origin(
        new TenantId(text(in)),
        text(in),
        Operation.valueOf(text(in)),
        text(in),
        new Usage(in.getLong(), in.getLong(), in.getLong()));
  }

  private static void lifetime(Lifetime lifetime, DataOutputStream out) throws IOException {
    out.writeLong(lifetime.made());
    out.writeLong(lifetime.took());
    out.writeLong(lifetime.ttl());
    out.writeLong(lifetime.whileRevalidate());
    out.writeLong(lifetime.ifError());
  }

  private static Lifetime lifetime(ByteBuffer in) {
    return new Lifetime(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  private static void form(StoredBody form, DataOutputStream out) throws IOException {
    out.writeBoolean(form.stream());
    out.writeBoolean(form.usage());
    out.writeInt(form.cuts().length);
    for (int cut : form.cuts()) {
      out.writeInt(cut);
    }
    out.write(form.body());
  }

  /** The body goes to the end. */
  private static StoredBody form(ByteBuffer in) {
    boolean stream = in.get() != 0;
    boolean usage = in.get() != 0;
    int[] cuts = new int[length(in, Integer.BYTES)];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = in.getInt();
    }
    byte[] body = new byte[in.remaining()];
    in.get(body);
    return new StoredBody(stream, body, usage, cuts);
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[length(in, 1)];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  /** A number of parts of {@code size} bytes each, not more than there are. */
  private static int length(ByteBuffer in, int size) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / size) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
