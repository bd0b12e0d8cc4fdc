package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchError;
import com.openai.models.batches.BatchListParams;
import com.openai.models.batches.BatchRequestCounts;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import io.tidegate.simulator.SimulatedAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files and batches through OpenAI's own client. */
final class BatchSdkIT extends DeployedEar {

  private static final int LINES = 1000;
  private static final int BAD = 10;

  private Fleet fleet;
  private OpenAIClient client;
  private BatchDesk desk;

  @BeforeEach
  void open() {
    fleet = new Fleet();
    client = Sdk.settings().build();
    desk = new BatchDesk(client);
  }

  @AfterEach
  void close() {
    client.close();
    fleet.close();
  }

  @Test
  void everyLineOfABatchIsAnsweredAndFoundByItsId() {
    fleet.add("one", Fleet.quick(), 1);
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      // Some name a model that nobody serves: each fails for itself.
      String asked = BatchDesk.line("line-" + line, question(line));
      lines.append(fails(line) ? asked.replace("deepseek-flash", "no-such-model") : asked);
    }
    FileObject input = uploaded(lines.toString());

    Batch created = desk.create(input.id()).validate();
    assertThat(created.expiresAt())
        .hasValue(created.createdAt() + Duration.ofHours(24).toSeconds());
    Batch ended = desk.ended(created.id());

    assertThat(ended.status()).isEqualTo(Batch.Status.COMPLETED);
    BatchRequestCounts counts = ended.requestCounts().orElseThrow();
    assertThat(counts.total()).isEqualTo(LINES);
    assertThat(counts.failed()).isEqualTo(LINES / 100);
    assertThat(counts.completed()).isEqualTo(LINES - LINES / 100);
    assertThat(ended.usage().orElseThrow().outputTokens()).isPositive();
    assertThat(ended.completedAt()).isPresent();
    Map<String, JsonNode> answers = desk.results(ended.outputFileId().orElseThrow());
    Map<String, JsonNode> failures = desk.results(ended.errorFileId().orElseThrow());
    for (int line = 0; line < LINES; line++) {
      JsonNode result = (fails(line) ? failures : answers).remove("line-" + line);
      assertThat(result).as("line %d", line).isNotNull();
      assertThat(result.path("response").path("status_code").asInt())
          .isEqualTo(fails(line) ? 404 : 200);
      if (!fails(line)) {
        assertThat(content(result)).isEqualTo(right(line));
      }
    }
    assertThat(answers).isEmpty();
    assertThat(failures).isEmpty();
  }

  private FileObject uploaded(String lines) {
    FileObject input = desk.upload("thousand.jsonl", lines).validate();
    assertThat(input.bytes()).isEqualTo(lines.getBytes(UTF_8).length);
    assertThat(input.filename()).isEqualTo("thousand.jsonl");
    assertThat(input.expiresAt()).hasValue(input.createdAt() + Duration.ofDays(30).toSeconds());
    assertThat(desk.content(input.id())).isEqualTo(lines);
    return input;
  }

  @Test
  void aFileWithBadLinesFailsAndEachIsNamedByItsNumber() {
    fleet.add("one", Fleet.quick(), 1);
    Map<Long, String> bad = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    for (int line = 1; line <= LINES; line++) {
      Defect defect = line % 15 == 0 ? defect(bad.size()) : null;
      lines.append(
          defect == null
              ? BatchDesk.line("line-" + line, question(line))
              : defect.line.replace("NUMBER", Integer.toString(line)));
      if (defect != null) {
        bad.put((long) line, defect.code);
      }
    }
    assertThat(bad).hasSize(BAD * Defect.values().length);

    Batch ended = desk.ended(desk.create(desk.upload("bad.jsonl", lines.toString()).id()).id());

    assertThat(ended.status()).isEqualTo(Batch.Status.FAILED);
    assertThat(ended.failedAt()).isPresent();
    assertThat(ended.outputFileId()).isEmpty();
    Map<Long, String> told = new TreeMap<>();
    for (BatchError error : ended.errors().orElseThrow().data().orElseThrow()) {
      told.put(error.line().orElseThrow(), error.code().orElseThrow());
      assertThat(error.message().orElseThrow()).isNotBlank();
    }
    assertThat(told).isEqualTo(bad);
    assertThat(fleet.started("one")).as("calls for a file that failed").isZero();
  }

  /** What may be wrong with a line; each occurs {@value #BAD} times. */
  private enum Defect {
    NOT_JSON("invalid_json_line", "{\"custom_id\":\n"),
    NO_ID(
        "missing_custom_id",
        "{\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{}}\n"),
    KNOWN_ID("duplicate_custom_id", BatchDesk.line("line-1", "again")),
    OTHER_METHOD(
        "invalid_method",
        BatchDesk.line("get-NUMBER", "GET", "/v1/chat/completions", Http.chat("x", false))),
    OTHER_URL(
        "invalid_url",
        BatchDesk.line("url-NUMBER", "POST", "/v1/images/generations", Http.chat("x", false))),
    NO_BODY(
        "missing_required_parameter",
        "{\"custom_id\":\"none-NUMBER\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\"}\n");

    private final String code;
    private final String line;

    Defect(String code, String line) {
      this.code = code;
      this.line = line;
    }
  }

  private static Defect defect(int number) {
    Defect[] all = Defect.values();
    return number < BAD * all.length ? all[number % all.length] : null;
  }

  @Test
  void listsAreReadToTheirEndPageByPage() {
    List<String> files = new ArrayList<>();
    List<String> batches = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      String input = desk.upload("page-" + number + ".jsonl", "no JSON\n").id();
      files.add(0, input);
      batches.add(0, desk.create(input).id());
    }
    batches.forEach(desk::ended);

    List<String> listedFiles = new ArrayList<>();
    client
        .files()
        .list(FileListParams.builder().limit(2).purpose("batch").build())
        .autoPager()
        .forEach(file -> listedFiles.add(file.validate().id()));
    List<String> listedBatches = new ArrayList<>();
    client
        .batches()
        .list(BatchListParams.builder().limit(2).build())
        .autoPager()
        .forEach(batch -> listedBatches.add(batch.validate().id()));

    assertThat(listedFiles).doesNotHaveDuplicates().containsSubsequence(files);
    assertThat(listedBatches).doesNotHaveDuplicates().containsSubsequence(batches);
    assertThat(
            client
                .files()
                .list(FileListParams.builder().order(FileListParams.Order.ASC).build())
                .data())
        .extracting(FileObject::id)
        .containsSubsequence(files.get(4), files.get(0));
    assertThat(client.batches().list(after("batch_unknown")).data()).isEmpty();
  }

  private static BatchListParams after(String id) {
    return BatchListParams.builder().after(id).build();
  }

  @Test
  void aCancelledBatchKeepsWhatWasAnswered() {
    fleet.add("slow", Fleet.quick().withTimeToFirstToken(Duration.ofMillis(200)), 1, 4, "public");
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      lines.append(BatchDesk.line("line-" + line, "cancelled " + question(line)));
    }
    String id = desk.create(desk.upload("slow.jsonl", lines.toString()).id()).id();
    desk.poll(
        id,
        "some lines",
        it -> it.requestCounts().map(BatchRequestCounts::completed).orElse(0L) > 9);

    assertThat(client.batches().cancel(id).validate().status())
        .isIn(Batch.Status.CANCELLING, Batch.Status.CANCELLED);
    Batch ended = desk.ended(id);

    assertThat(ended.status()).isEqualTo(Batch.Status.CANCELLED);
    assertThat(ended.cancellingAt()).isPresent();
    assertThat(ended.cancelledAt()).isPresent();
    Map<String, JsonNode> answers = desk.results(ended.outputFileId().orElseThrow());
    Map<String, JsonNode> rest = desk.results(ended.errorFileId().orElseThrow());
    assertThat(answers).hasSizeBetween(10, LINES - 1);
    assertThat(answers.size()).isEqualTo((int) ended.requestCounts().orElseThrow().completed());
    assertThat(answers.size() + rest.size()).isEqualTo(LINES);
    assertThat(rest.keySet()).doesNotContainAnyElementsOf(answers.keySet());
    assertThat(rest.values())
        .extracting(result -> result.path("error").path("code").asText())
        .containsOnly("batch_cancelled");
    // It is over, and cancelling it once more changes nothing.
    assertThat(client.batches().retrieve(id).status()).isEqualTo(Batch.Status.CANCELLED);
  }

  @Test
  void aDeletedFileIsGone() {
    FileObject file = desk.upload("gone.jsonl", "x\n");

    assertThat(client.files().delete(file.id()).deleted()).isTrue();

    assertThatThrownBy(() -> client.files().retrieve(file.id()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> desk.content(file.id())).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> desk.create(file.id()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> assertThat(refused.param()).hasValue("input_file_id"));
  }

  private static boolean fails(int line) {
    return line % 100 == 99;
  }

  private static String question(int line) {
    return "What is the tide on day " + line + "?";
  }

  private static String right(int line) {
    return SimulatedAnswer.text(question(line), Fleet.quick().answerTokens());
  }

  private static String content(JsonNode result) {
    return result
        .path("response")
        .path("body")
        .path("choices")
        .path(0)
        .path("message")
        .path("content")
        .asText();
  }
}
