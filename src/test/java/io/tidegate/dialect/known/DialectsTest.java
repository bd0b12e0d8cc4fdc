package io.tidegate.dialect.known;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.Recorded;
import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.formats.Events;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.SseDecoder;
import io.tidegate.upstream.reading.SseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every dialect owes to the stages, which know no one in particular. */
class DialectsTest {

  private static final Map<DialectName, String> ANSWERS =
      Map.of(
          DialectName.CHAT,
          "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
              + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":"
              + "\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,"
              + "\"total_tokens\":5}}",
          DialectName.RESPONSES,
          "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"error\":"
              + "null,\"output\":[{\"id\":\"i\",\"type\":\"message\",\"role\":\"assistant\","
              + "\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\","
              + "\"annotations\":[]}]}],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,"
              + "\"total_tokens\":5}}",
          DialectName.MESSAGES,
          "{\"id\":\"msg\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
              + "[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\","
              + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}");

  private static final Failure BUSY = Failure.of(ErrorCode.UPSTREAM_BUSY, "All are busy.");

  private static byte[] asked(Operation operation) {
    String input =
        operation.inputName().equals("messages")
            ? "[{\"role\":\"user\",\"content\":\"Hi\"}]"
            : "\"Hi\"";
    return ("{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\""
            + operation.inputName()
            + "\":"
            + input
            + "}")
        .getBytes(UTF_8);
  }

  private static List<byte[]> events(byte[] stream) {
    List<byte[]> events = new ArrayList<>();
    SseDecoder decoder = new SseDecoder(1 << 20, events::add);
    decoder.feed(ByteBuffer.wrap(stream));
    return events;
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void readsWhatAllStagesNeedOfARequest(Operation operation) {
    byte[] asked = asked(operation);
    Request request = Dialects.parse(asked, operation);

    assertThat(request.model()).isEqualTo("m");
    assertThat(request.stream()).isEqualTo(operation.streams());
    assertThat(request.facts().repeatable()).isTrue();
    String input =
        new String(asked, UTF_8)
            .substring(request.facts().input().start(), request.facts().input().end());
    assertThat(input).contains("Hi");
    assertThat(request.bodyFor("other").get(1))
        .isEqualTo(ByteBuffer.wrap("\"other\"".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void refusesWhatNamesNoModelOrIsNoObject(Operation operation) {
    for (String body : List.of("", "[]", "{", "{\"model\":7}", "{\"model\":\"\"}", "{}")) {
      assertThat(
              catchThrowableOfType(
                  FailureException.class, () -> Dialects.parse(body.getBytes(UTF_8), operation)))
          .as(body)
          .isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(DialectName.class)
  void makesAStreamOfAPlainAnswerAndTheAnswerOfTheStream(DialectName name) throws IOException {
    Dialect dialect = Dialects.of(name);
    ObjectNode plain = Json.read(ANSWERS.get(name).getBytes(UTF_8));

    byte[] stream = dialect.streamed(plain, true);

    Recorded recorded = dialect.recorded(stream);
    assertThat(recorded.plain()).isEqualTo(plain);
    assertThat(recorded.usage()).isTrue();
    assertThat(dialect.complete(recorded.plain())).isTrue();
    assertThat(new String(stream, UTF_8)).endsWith(new String(dialect.streamEnd(), UTF_8));
  }

  /** The gate and the cache rely on it. */
  @ParameterizedTest
  @EnumSource(DialectName.class)
  void findsContentAndOneEndInItsOwnStreams(DialectName name) throws IOException {
    Dialect dialect = Dialects.of(name);
    List<byte[]> events =
        events(dialect.streamed(Json.read(ANSWERS.get(name).getBytes(UTF_8)), true));
    var reader = dialect.events();
    boolean content = false;
    boolean finished = false;
    int ends = 0;
    for (byte[] each : events) {
      SseEvent event = SseEvent.of(each);
      if (SseEvent.isDone(event.data())) {
        ends++;
        continue;
      }
      var facts = reader.read(event);
      assertThat(facts.error()).isNull();
      content |= facts.content();
      finished |= facts.finished();
      ends += facts.last() ? 1 : 0;
    }

    assertThat(content).isTrue();
    assertThat(finished).isTrue();
    assertThat(ends).isEqualTo(1);
    assertThat(dialect.answer(ANSWERS.get(name).getBytes(UTF_8)).content()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(DialectName.class)
  void takesAStreamForBrokenThatLacksItsEnd(DialectName name) throws IOException {
    Dialect dialect = Dialects.of(name);
    List<byte[]> events =
        events(dialect.streamed(Json.read(ANSWERS.get(name).getBytes(UTF_8)), true));
    ByteArrayOutputStream cut = new ByteArrayOutputStream();
    events.subList(0, events.size() - 1).forEach(cut::writeBytes);

    assertThatThrownBy(() -> dialect.recorded(cut.toByteArray())).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(DialectName.class)
  void signsOfLifeChangeNothingOfAStream(DialectName name) throws IOException {
    Dialect dialect = Dialects.of(name);
    byte[] stream = dialect.streamed(Json.read(ANSWERS.get(name).getBytes(UTF_8)), true);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (byte[] event : events(stream)) {
      kept.writeBytes(dialect.heartbeat());
      Events.copy(event, kept);
    }

    assertThat(dialect.recorded(kept.toByteArray()).plain())
        .isEqualTo(dialect.recorded(stream).plain());
  }

  @ParameterizedTest
  @EnumSource(DialectName.class)
  void tellsErrorsInJsonAndInWholeEvents(DialectName name) throws IOException {
    Dialect dialect = Dialects.of(name);

    assertThat(Json.read(dialect.errors().of(BUSY, "req_1")).toString())
        .contains("All are busy.", "req_1");
    assertThat(dialect.errors().status(BUSY)).isIn(503, 529);
    assertThat(new String(dialect.errors().event(BUSY, "req_1", null, null), UTF_8))
        .contains("All are busy.")
        .endsWith("\n\n");
    assertThat(new String(dialect.errors().asEvent(dialect.errors().of(BUSY, null)), UTF_8))
        .contains("All are busy.")
        .endsWith("\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, CHAT",
    "/v1/models, CHAT",
    "/, CHAT",
    "/api/jobs, CHAT",
    "/responses, RESPONSES",
    "/v1/responses, RESPONSES",
    "/v1/responses/resp_1, RESPONSES",
    "/v1/responsesx, CHAT",
    "/v1/messages, MESSAGES",
    "/v1/messages/count_tokens, MESSAGES",
    "/anthropic/v1/messages, MESSAGES",
    "/anthropic/nothing, MESSAGES",
    "/anthropics, CHAT"
  })
  void areToldByPaths(String path, DialectName name) {
    assertThat(Dialects.at(path)).isEqualTo(name);
  }

  @Test
  void areOfEachOperation() {
    for (Operation operation : Operation.values()) {
      assertThat(Dialects.of(operation)).isSameAs(Dialects.of(operation.dialect()));
    }
  }
}
