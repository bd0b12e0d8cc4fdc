package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SseDecoderTest {

  private static final Pattern LINE = Pattern.compile("([^\r\n]*)(\r\n|\n|\r)");
  private static final String[] TEXTS = {
    "data: {\"a\":1}",
    "data:",
    ": keep-alive",
    "data: \u6df1\u5ea6 \ud83c\udf0a \u00e9",
    "id: 7",
    "x",
    "\ufeff"
  };
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

  private final List<String> events = new ArrayList<>();

  @Test
  void endsAnEventAtItsBlankLineInEachStyle() {
    assertThat(decode("data: a\n\ndata: b\n\n")).containsExactly("data: a\n\n", "data: b\n\n");
    assertThat(decode("data: a\r\n\r\n: b\r\n\r\n"))
        .containsExactly("data: a\r\n\r\n", ": b\r\n\r\n");
    assertThat(decode("data: a\r\rdata: b\r\r")).containsExactly("data: a\r\r", "data: b\r\r");
    assertThat(decode("a\n\r\nb\r\n\nc\r\r\n")).containsExactly("a\n\r\n", "b\r\n\n", "c\r\r\n");
  }

  @Test
  void handsAnEventOverWithItsLastByte() {
    SseDecoder decoder = decoder(100);
    feed(decoder, "data: a\n");
    assertThat(events).isEmpty();
    feed(decoder, "\n");
    assertThat(events).hasSize(1);
    feed(decoder, "data: b\r\n\r");
    assertThat(events).hasSize(1);
    feed(decoder, "\n");
    assertThat(events).hasSize(2);
  }

  @Test
  void handsOverWhatIsLeftAtTheEndAndNothingIfNothingIs() {
    assertThat(decode("data: a\n\ndata: b")).containsExactly("data: a\n\n", "data: b");
    assertThat(decode("data: a\n\n")).containsExactly("data: a\n\n");
    assertThat(decode("")).isEmpty();
  }

  @Test
  void takesEventsUpToItsLimitAndRefusesLargerOnes() {
    assertThat(feed(decoder(10), "12345678\n\n12345678\n\n")).isTrue();
    assertThat(events).hasSize(2);
    assertThat(feed(decoder(10), "123456789\n\n")).isFalse();
    assertThat(feed(decoder(10), "12345678\r\r12345678\r\r1")).isTrue();
    assertThat(feed(decoder(5000), "x".repeat(5000))).isTrue();
    assertThat(feed(decoder(5000), "x".repeat(5001))).isFalse();
  }

  @Test
  void takesEventsOfAnySizeBehindLargeOnes() {
    String large = "data: " + "x".repeat(100_000) + "\n\n";
    SseDecoder decoder = decoder(large.length());

    assertThat(feed(decoder, large + "data: a\n\n" + large + large + "data: b")).isTrue();
    decoder.end();

    assertThat(events).containsExactly(large, "data: a\n\n", large, large, "data: b");
  }

  @Test
  void staysRefusedWhateverFollows() {
    SseDecoder decoder = decoder(4);

    assertThat(feed(decoder, "123456")).isFalse();
    assertThat(feed(decoder, "\n\n")).isFalse();
    assertThat(events).isEmpty();
  }

  @Property(tries = 500)
  void cutsAnyStreamAlikeHoweverItArrives(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] stream = stream(random).getBytes(UTF_8);
    List<String> expected = reference(new String(stream, ISO_8859_1));

    List<byte[]> seen = new ArrayList<>();
    SseDecoder decoder = new SseDecoder(1 << 20, seen::add);
    for (int at = 0; at < stream.length; ) {
      int next = Math.min(stream.length, at + 1 + random.nextInt(7));
      assertThat(decoder.feed(ByteBuffer.wrap(stream, at, next - at))).isTrue();
      at = next;
    }
    decoder.end();

    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    seen.forEach(joined::writeBytes);
    assertThat(joined.toByteArray()).isEqualTo(stream);
    assertThat(seen.stream().map(event -> new String(event, ISO_8859_1))).isEqualTo(expected);
  }

  /** The same events by regular expressions over the whole text. */
  private static List<String> reference(String stream) {
    List<String> found = new ArrayList<>();
    int start = 0;
    Matcher line = LINE.matcher(stream);
    while (line.find()) {
      if (line.group(1).isEmpty()) {
        found.add(stream.substring(start, line.end()));
        start = line.end();
      }
    }
    if (start < stream.length()) {
      found.add(stream.substring(start));
    }
    return found;
  }

  private static String stream(Random random) {
    StringBuilder stream = new StringBuilder();
    int style = random.nextInt(4);
    for (int i = random.nextInt(30); i > 0; i--) {
      if (random.nextInt(3) > 0) {
        stream.append(TEXTS[random.nextInt(TEXTS.length)]);
      }
      stream.append(LINE_ENDS[style < 3 ? style : random.nextInt(3)]);
    }
    return random.nextBoolean() ? stream + "data: cut" : stream.toString();
  }

  private List<String> decode(String stream) {
    events.clear();
    SseDecoder decoder = decoder(1000);
    assertThat(feed(decoder, stream)).isTrue();
    decoder.end();
    return events;
  }

  private SseDecoder decoder(int maxEvent) {
    return new SseDecoder(maxEvent, event -> events.add(new String(event, UTF_8)));
  }

  private static boolean feed(SseDecoder decoder, String bytes) {
    return decoder.feed(ByteBuffer.wrap(bytes.getBytes(UTF_8)));
  }
}
