package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EntryTest {

  private static final String HI =
      "data:"
          + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String HI_WITH_USAGE =
      "data:"
          + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":4}}\n\n";
  private static final String USAGE = "data: {\"choices\":[],\"usage\":{\"total_tokens\":4}}\n\n";
  private static final String FILTERS = "data: {\"choices\":[],\"usage\":null}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String CHOICE =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]";

  @Test
  void givesTheStoredBodyItselfInItsOwnForm() {
    byte[] plain = CHOICE.concat("}").getBytes(UTF_8);
    byte[] stream = (HI_WITH_USAGE + DONE).getBytes(UTF_8);

    assertThat(SampleEntries.entry(false, plain).as(Shape.PLAIN)).isSameAs(plain);
    assertThat(SampleEntries.entry(true, stream).as(Shape.STREAM)).isSameAs(stream);
    assertThat(SampleEntries.entry(true, stream).as(Shape.STREAM_WITH_USAGE)).isSameAs(stream);
  }

  @Test
  void takesTheEventThatTellsUsageAloneOutForWhoDidNotAskForIt() {
    Entry entry = SampleEntries.stream(FILTERS + USAGE + HI + USAGE.replace("\n", "\r\n") + DONE);

    assertThat(text(entry.as(Shape.STREAM))).isEqualTo(FILTERS + HI + DONE);
    assertThat(text(entry.as(Shape.STREAM_WITH_USAGE)))
        .isEqualTo(FILTERS + USAGE + HI + USAGE.replace("\n", "\r\n") + DONE);
    assertThat(text(Entry.decode(entry.encoded()).as(Shape.STREAM))).isEqualTo(FILTERS + HI + DONE);
  }

  @Test
  void tellsNoUsageThatItDoesNotKnow() {
    for (String stream : new String[] {HI + DONE, FILTERS + HI + DONE}) {
      Entry entry = SampleEntries.stream(stream);
      assertThat(text(entry.as(Shape.STREAM))).isEqualTo(stream);
      assertThat(entry.as(Shape.STREAM_WITH_USAGE)).isNull();
      assertThat(entry.as(Shape.PLAIN)).isNull();
    }
    for (String usage : new String[] {"}", ",\"usage\":null}"}) {
      Entry entry = SampleEntries.plain(CHOICE + usage);
      assertThat(entry.as(Shape.PLAIN)).isNotNull();
      assertThat(text(entry.as(Shape.STREAM)))
          .contains("\"content\":\"Hi\"")
          .doesNotContain("usage");
      assertThat(entry.as(Shape.STREAM_WITH_USAGE)).isNull();
    }
  }

  @Test
  void givesAStreamNoErrorThatTellsNothing() {
    for (String error : new String[] {"{}", "null", "\"\"", "{\"code\":0,\"message\":\"\"}"}) {
      Entry entry = SampleEntries.plain(CHOICE + ",\"error\":" + error + ",\"id\":\"1\"}");

      assertThat(text(entry.as(Shape.STREAM)))
          .contains("\"content\":\"Hi\"", "\"id\":\"1\"")
          .doesNotContain("error");
      assertThat(text(entry.as(Shape.PLAIN))).contains("\"error\":" + error);
    }
  }

  @Test
  void givesNoFormThatItCannotMake() {
    Entry tools =
        SampleEntries.plain(
            "{\"choices\":[{\"message\":{\"tool_calls\":[1]},\"finish_reason\":\"stop\"}]}");
    Entry nowhere = SampleEntries.stream(HI_WITH_USAGE.replace("\"index\":0,", "") + DONE);

    assertThat(tools.as(Shape.STREAM)).isNull();
    assertThat(nowhere.as(Shape.PLAIN)).isNull();
  }

  @Test
  void givesHalfACharacterAsItIs() {
    Entry half = SampleEntries.plain(CHOICE.replace("Hi", "\\uD83D") + "}");

    assertThat(text(half.as(Shape.STREAM))).contains("\"content\":\"\\uD83D\"");
  }

  @Property
  void noBodyIsEverMoreThanAMiss(@ForAll long seed, @ForAll boolean stream) {
    Random random = new Random(seed);
    byte[] body = (stream ? FILTERS + HI_WITH_USAGE + USAGE + DONE : CHOICE + "}").getBytes(UTF_8);
    for (int times = random.nextInt(4); times > 0; times--) {
      body[random.nextInt(body.length)] = (byte) " []{}:,\"0nd\n\\".charAt(random.nextInt(13));
    }
    Entry entry = SampleEntries.entry(stream, body);

    assertThat(entry.as(stream ? Shape.STREAM : Shape.PLAIN)).isNotNull();
    for (Shape shape : Shape.values()) {
      byte[] given = entry.as(shape);
      assertThat(given == null || given.length > 0).isTrue();
    }
    Capture capture = SampleEntries.capture(body.length);
    capture.add(body);
    for (Operation operation : Operation.values()) {
      Entry taken = capture.entry(SampleEntries.origin(operation), entry.lifetime(), 1, stream);
      assertThat(taken == null || taken.weight() > 0).isTrue();
    }
  }

  @Test
  void weighsItsBodyAndMore() {
    assertThat(SampleEntries.plain("x".repeat(5000)).weight()).isBetween(5500, 6000);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
