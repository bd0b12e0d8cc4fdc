package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UseType;
import org.junit.jupiter.api.Test;

class EntryFormatTest {

  private static final String STREAM =
      """
      data: {"choices":[{"index":0,"delta":{"content":"深"},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":1}}

      data: [DONE]

      """;

  @Property
  void anEntryComesBackWithAllThatItHeld(
      @ForAll @UseType Lifetime lifetime,
      @ForAll long epoch,
      @ForAll Operation operation,
      @ForAll boolean stream,
      @ForAll byte[] body) {
    Random random = new Random(epoch);
    Usage usage = new Usage(random.nextLong(), random.nextLong(), random.nextLong());
    Origin origin = new Origin(new TenantId("a.B-9_"), "org/深度 🌊", operation, "", usage);

    Entry back = Entry.decode(new Entry(origin, lifetime, epoch, stream, body).encoded());

    assertThat(back.origin()).isEqualTo(origin);
    assertThat(back.lifetime()).isEqualTo(lifetime);
    assertThat(back.epoch()).isEqualTo(epoch);
    assertThat(back.form().stream()).isEqualTo(stream);
    assertThat(back.form().body()).isEqualTo(body);
  }

  @Property(tries = 100)
  void anyNameComesBack(@ForAll @StringLength(max = 300) String name) {
    String model = new String(name.getBytes(UTF_8), UTF_8);
    Origin origin = new Origin(new TenantId("t"), model, Operation.CHAT, model, new Usage(1, 2, 3));

    Entry entry = new Entry(origin, SampleEntries.LIFETIME, 1, false, new byte[0]);

    assertThat(Entry.decode(entry.encoded()).origin()).isEqualTo(origin);
  }

  @Test
  void anEntryTakesTheSameShapesAfterwards() {
    Entry entry = SampleEntries.stream(STREAM);
    Entry back = Entry.decode(entry.encoded());

    for (Shape shape : Shape.values()) {
      assertThat(back.as(shape)).isNotNull().isEqualTo(entry.as(shape));
    }
    assertThat(back.weight()).isEqualTo(entry.weight());
    assertThat(back.encoded()).isEqualTo(entry.encoded());
  }

  @Test
  void nothingTruncatedProlongedOrChangedIsAnEntry() {
    byte[] whole = SampleEntries.stream(STREAM).encoded();

    for (int length = 0; length < whole.length; length++) {
      assertThat(Entry.decode(Arrays.copyOf(whole, length))).as("first %d", length).isNull();
    }
    assertThat(Entry.decode(Arrays.copyOf(whole, whole.length + 1))).isNull();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Entry.decode(changed)).as("bit %d", bit).isNull();
    }
    assertThat(Entry.decode(whole)).isNotNull();
  }

  @Property
  void noBytesAreEverMoreThanAMiss(@ForAll byte[] bytes) {
    assertThat(Entry.decode(bytes)).isNull();
    assertThat(Entry.decode(null)).isNull();
  }

  @Property
  void garbageInOurOwnClothesIsAMissOrAnEntryButNeverAnException(
      @ForAll long seed, @ForAll boolean anywhere) {
    Random random = new Random(seed);
    byte[] bytes = SampleEntries.stream(STREAM).encoded();
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int at = anywhere ? random.nextInt(bytes.length) : 3 + random.nextInt(40);
      bytes[at] = (byte) random.nextInt();
    }
    bytes = signed(Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length - 8)));

    Entry entry = Entry.decode(bytes);

    assertThat(entry == null || entry.weight() > 0).isTrue();
  }

  @Test
  void aNewerVersionIsAMiss() {
    byte[] bytes = SampleEntries.stream(STREAM).encoded();
    assertThat(Entry.decode(signed(bytes))).isNotNull();

    bytes[2]++;

    assertThat(Entry.decode(signed(bytes))).isNull();
  }

  /** {@code bytes} with the checksum that they ought to have at their end. */
  private static byte[] signed(byte[] bytes) {
    byte[] signed = bytes.clone();
    CRC32 sum = new CRC32();
    sum.update(signed, 0, signed.length - 4);
    ByteBuffer.wrap(signed).putInt(signed.length - 4, (int) sum.getValue());
    return signed;
  }
}
