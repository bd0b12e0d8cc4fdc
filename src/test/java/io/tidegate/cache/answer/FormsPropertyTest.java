package io.tidegate.cache.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.cache.answer.NodeAnswer.Style;
import io.tidegate.formats.Events;
import io.tidegate.formats.Json;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A plain answer and a stream of the same answer are the same answer. */
class FormsPropertyTest {

  @Property(tries = 500)
  void aStreamMakesThePlainAnswerOfTheSameNode(@ForAll long seed, @ForAll Style style)
      throws IOException {
    NodeAnswer answer = new NodeAnswer(new Random(seed), style);

    byte[] plain = SampleEntries.entry(true, answer.stream(true)).as(Shape.PLAIN);

    assertThat(Json.read(plain)).isEqualTo(exact(answer.plain()));
  }

  @Property(tries = 500)
  void aPlainAnswerComesBackFromTheStreamMadeOfIt(@ForAll long seed, @ForAll Style style)
      throws IOException {
    ObjectNode plain = exact(new NodeAnswer(new Random(seed), style).plain());
    decorate(plain);

    byte[] stream = SampleEntries.entry(false, Json.write(plain)).as(Shape.STREAM_WITH_USAGE);

    assertThat(Json.read(SampleEntries.entry(true, stream).as(Shape.PLAIN))).isEqualTo(plain);
  }

  @Property(tries = 200)
  void nothingChangesAnyMoreHoweverOftenFormsAreMadeOfEachOther(
      @ForAll long seed, @ForAll Style style) {
    byte[] node = new NodeAnswer(new Random(seed), style).stream(true);

    byte[] plain = SampleEntries.entry(true, node).as(Shape.PLAIN);
    byte[] stream = SampleEntries.entry(false, plain).as(Shape.STREAM_WITH_USAGE);
    byte[] again = SampleEntries.entry(true, stream).as(Shape.PLAIN);

    assertThat(SampleEntries.entry(false, again).as(Shape.STREAM_WITH_USAGE)).isEqualTo(stream);
  }

  @Property(tries = 200)
  void everyChunkForWhoDidNotAskForUsageHasAChoice(
      @ForAll long seed, @ForAll Style style, @ForAll boolean stream) throws IOException {
    NodeAnswer answer = new NodeAnswer(new Random(seed), style);
    byte[] body = stream ? answer.stream(true) : Json.write(answer.plain());

    byte[] given = SampleEntries.entry(stream, body).as(Shape.STREAM);

    List<Events.Chunk> chunks = Events.read(given);
    assertThat(chunks).isNotEmpty();
    assertThat(chunks).allMatch(chunk -> !chunk.json().get("choices").isEmpty());
    if (!stream) {
      assertThat(chunks).noneMatch(chunk -> chunk.json().has("usage"));
    }
  }

  @Property(tries = 200)
  void whatNodesSendIsStored(@ForAll long seed, @ForAll Style style, @ForAll boolean stream)
      throws IOException {
    NodeAnswer answer = new NodeAnswer(new Random(seed), style);
    byte[] body = stream ? answer.stream(true) : Json.write(answer.plain());
    Capture capture = SampleEntries.capture(1 << 20);

    assertThat(capture.add(body)).isTrue();
    Entry entry =
        capture.entry(SampleEntries.entry(true, body).origin(), SampleEntries.LIFETIME, 1, stream);

    assertThat(entry.as(stream ? Shape.STREAM_WITH_USAGE : Shape.PLAIN)).isEqualTo(body);
  }

  /** What other nodes add. */
  private static void decorate(ObjectNode plain) {
    plain.putObject("metadata").put("region", "eu");
    plain.putNull("prompt_logprobs");
    for (JsonNode node : plain.get("choices")) {
      ObjectNode choice = (ObjectNode) node;
      choice.put("matched_stop", 151_645).putNull("stop_reason");
      choice.putObject("content_filter_results").put("hate", false);
      ObjectNode message = (ObjectNode) choice.get("message");
      message.putArray("annotations");
      message.put("provider_note", "kept").put("empty", "").putNull("audio");
    }
  }

  /** The same with numbers as they are read from text. */
  private static ObjectNode exact(ObjectNode json) throws IOException {
    return Json.read(Json.write(json));
  }
}
