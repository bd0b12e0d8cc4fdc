package io.tidegate.dialect;

import static io.tidegate.dialect.SampleStreams.MESSAGE;
import static io.tidegate.dialect.SampleStreams.RESPONSE;
import static io.tidegate.dialect.SampleStreams.facts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.messages.MessagesDialect;
import io.tidegate.dialect.responses.ResponsesDialect;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Usage;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.SseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds for streams of every dialect whose last event is an end in itself. */
class WholeStreamsTest {

  private static final Dialect RESPONSES = new ResponsesDialect();
  private static final Dialect MESSAGES = new MessagesDialect();

  @Test
  void endsWithItsLastEventAndReportsWhatItTook() {
    for (List<ChunkFacts> facts : List.of(facts(RESPONSES, RESPONSE), facts(MESSAGES, MESSAGE))) {
      ChunkFacts last = facts.get(facts.size() - 1);
      assertThat(facts.subList(0, facts.size() - 1)).noneMatch(ChunkFacts::last);
      assertThat(last.last()).isTrue();
      assertThat(last.finished()).isTrue();
      assertThat(last.choices()).isEqualTo(last.ended());
      assertThat(last.ended().cardinality()).isEqualTo(1);
      assertThat(facts).allMatch(each -> each.error() == null);
    }
    assertThat(lastOf(RESPONSES, RESPONSE).usage()).isEqualTo(new Usage(120, 100, 9));
    assertThat(lastOf(MESSAGES, MESSAGE).usage()).isEqualTo(new Usage(150, 100, 9));
  }

  @Property(tries = 300)
  void readsTheSameHoweverItsBytesArrive(@ForAll long seed) {
    Random random = new Random(seed);
    assertThat(facts(RESPONSES, pieces(RESPONSE, random))).isEqualTo(facts(RESPONSES, RESPONSE));
    assertThat(facts(MESSAGES, pieces(MESSAGE, random))).isEqualTo(facts(MESSAGES, MESSAGE));
  }

  @Property(tries = 300)
  void isNeverTakenForWholeWhereItIsCut(@ForAll long seed) {
    Random random = new Random(seed);
    cut(RESPONSES, RESPONSE, random);
    cut(MESSAGES, MESSAGE, random);
  }

  private static void cut(Dialect dialect, byte[] stream, Random random) {
    // Without its blank line the last event is whole all the same, and so is one without its LF.
    byte[] part = Arrays.copyOf(stream, random.nextInt(stream.length - 2));

    assertThat(facts(dialect, part)).filteredOn(Objects::nonNull).noneMatch(ChunkFacts::last);
    assertThatThrownBy(() -> dialect.accumulated(part)).isInstanceOf(IOException.class);
  }

  @Test
  void makesAnAnswerThatMakesAStreamThatMakesTheSameAnswer() throws IOException {
    for (Dialect dialect : List.of(RESPONSES, MESSAGES)) {
      ObjectNode plain = dialect.accumulated(dialect == RESPONSES ? RESPONSE : MESSAGE);
      byte[] stream = dialect.streamed(plain.deepCopy(), true);

      assertThat(dialect.accumulated(stream)).isEqualTo(plain);
      assertThat(dialect.complete(plain)).isTrue();
      assertThat(lastOf(dialect, stream).usage())
          .isEqualTo(dialect.answer(Json.write(plain)).usage());
      assertThat(dialect.answer(Json.write(plain)).content()).isTrue();
    }
  }

  @Test
  void leavesOutCommentsAndSignsOfLife() throws IOException {
    for (Dialect dialect : List.of(RESPONSES, MESSAGES)) {
      byte[] stream = dialect == RESPONSES ? RESPONSE : MESSAGE;
      ByteArrayOutputStream more = new ByteArrayOutputStream();
      for (byte[] event : SampleStreams.events(stream)) {
        more.writeBytes(dialect.heartbeat());
        more.writeBytes(": OPENROUTER PROCESSING\n\n".getBytes(UTF_8));
        more.writeBytes(event);
      }
      more.writeBytes(dialect.heartbeat());

      assertThat(dialect.accumulated(more.toByteArray())).isEqualTo(dialect.accumulated(stream));
    }
  }

  @Test
  void knowsNoTextThatEndsAStreamBehindItsLastEvent() {
    for (Dialect dialect : List.of(RESPONSES, MESSAGES)) {
      assertThat(dialect.streamEnd()).isEmpty();
      assertThat(new String(dialect.heartbeat(), UTF_8)).endsWith("\n");
    }
    assertThat(new String(MESSAGES.heartbeat(), UTF_8))
        .isEqualTo("event: ping\ndata: {\"type\": \"ping\"}\n\n");
    assertThat(new String(RESPONSES.heartbeat(), UTF_8)).isEqualTo(": keep-alive\n");
  }

  @Test
  void goesOnBehindItsEndForNobody() {
    for (Dialect dialect : List.of(RESPONSES, MESSAGES)) {
      byte[] stream = dialect == RESPONSES ? RESPONSE : MESSAGE;
      byte[] twice = Arrays.copyOf(stream, 2 * stream.length);
      System.arraycopy(stream, 0, twice, stream.length, stream.length);

      assertThatThrownBy(() -> dialect.accumulated(twice)).isInstanceOf(IOException.class);
    }
  }

  @Property(tries = 1000)
  void neverThrowsAtWhatANodeSends(@ForAll byte[] bytes, @ForAll long seed) {
    for (Dialect dialect : List.of(RESPONSES, MESSAGES)) {
      byte[] stream = dialect == RESPONSES ? RESPONSE : MESSAGE;
      byte[] spoilt = spoilt(stream, new Random(seed));
      assertThat(facts(dialect, spoilt)).isNotNull();
      assertThat(dialect.answer(bytes)).isNull();
      facts(dialect, bytes);
      List<byte[]> events = SampleStreams.events(spoilt);
      byte[] data = SseEvent.of(events.get(events.size() - 1)).data();
      if (data != null) {
        dialect.answer(data);
      }
    }
  }

  @Property(tries = 1000)
  void takesARequestOrNamesWhatIsWrong(@ForAll long seed) {
    Random random = new Random(seed);
    String body =
        SampleStreams.json(
            "{'model':'m','max_tokens':7,'messages':[{'role':'user','content':'\u6df1'}],"
                + "'input':[{'role':'user','content':'\u6df1'}],'stream':true,'tools':[{'type':"
                + "'function'}],'metadata':{'user_id':'u'},'temperature':0}");
    byte[] spoilt = spoilt(body.getBytes(UTF_8), random);
    for (Operation operation : List.of(Operation.RESPONSES, Operation.MESSAGES)) {
      Dialect dialect = operation == Operation.RESPONSES ? RESPONSES : MESSAGES;
      try {
        Request request = dialect.parse(spoilt, operation);
        assertThat(request.model()).isNotBlank();
      } catch (FailureException refused) {
        assertThat(refused.failure().code().status()).isEqualTo(400);
        assertThat(refused.failure().message()).isNotBlank();
      }
    }
  }

  private static byte[] spoilt(byte[] text, Random random) {
    byte[] spoilt = text.clone();
    String signs = "{}[]\":,\\ x0\n";
    for (int i = random.nextInt(4); i >= 0; i--) {
      spoilt[random.nextInt(spoilt.length)] = (byte) signs.charAt(random.nextInt(signs.length()));
    }
    return spoilt;
  }

  private static byte[][] pieces(byte[] stream, Random random) {
    byte[][] pieces = new byte[1 + random.nextInt(40)][];
    int from = 0;
    for (int i = 0; i < pieces.length; i++) {
      boolean last = i == pieces.length - 1;
      int to = last ? stream.length : from + random.nextInt(stream.length - from + 1);
      pieces[i] = Arrays.copyOfRange(stream, from, to);
      from = to;
    }
    return pieces;
  }

  private static ChunkFacts lastOf(Dialect dialect, byte[] stream) {
    List<ChunkFacts> facts = facts(dialect, stream);
    return facts.get(facts.size() - 1);
  }
}
