package io.tidegate.batches.lines;

import static io.tidegate.batches.BatchWorld.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.FakeQuestions;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.batches.state.SliceSpan;
import io.tidegate.exchange.Operation;
import io.tidegate.testing.ToReproduce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {

  private static final String BODY = "{\"model\":\"m\",\"messages\":[{}]}";

  private final long seed = new Random().nextLong();

  @RegisterExtension final ToReproduce reproduce = new ToReproduce(seed);

  private final Random random = new Random(seed);
  private final Validation validation = new Validation(new FakeQuestions());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"custom_id\"                                                 | invalid_json_line  | -",
        "[1]                                                           | invalid_json_line  | -",
        "{\"custom_id\":\"x\",\"custom_id\":\"y\"}                     | invalid_json_line  | -",
        "{\"method\":\"POST\"}                                         | missing_custom_id  |"
            + " custom_id",
        "{\"custom_id\":7}                                             | missing_custom_id  |"
            + " custom_id",
        "{\"custom_id\":\" \"}                                         | invalid_custom_id  |"
            + " custom_id",
        "{\"custom_id\":\"a\"}                                         | duplicate_custom_id |"
            + " custom_id",
        "{\"custom_id\":\"x\"}                                         | invalid_method     |"
            + " method",
        "{\"custom_id\":\"x\",\"method\":\"GET\"}                      | invalid_method     |"
            + " method",
        "{\"custom_id\":\"x\",\"method\":\"POST\"}                     | invalid_url        | url",
        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/no\"}  | invalid_url        | url",
        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/embeddings\"} | mismatched_url |"
            + " url",
        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\"}"
            + " | missing_required_parameter | body",
        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{}}"
            + " | missing_required_parameter | model",
        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
            + "\"body\":{\"model\":\"m\",\"stream\":true}} | invalid_value | stream",
      })
  void namesTheLineAndTheRule(String wrong, String code, String param) throws IOException {
    List<LineError> errors = plan(line("a", BODY) + "\n\n" + wrong + "\n").errors();

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).code()).isEqualTo(code);
    assertThat(errors.get(0).param()).isEqualTo(param);
    assertThat(errors.get(0).line()).isEqualTo(3);
  }

  @Test
  void anEmptyFileIsWrong() throws IOException {
    assertThat(plan("").errors()).extracting(LineError::code).containsExactly("empty_file");
    assertThat(plan(" \n\r\n").errors()).extracting(LineError::line).containsExactly(0);
  }

  @Test
  void linesThatAreBlankAreWorkToo() throws IOException {
    AtomicInteger worked = new AtomicInteger();

    InputStream blank = new ByteArrayInputStream("\n".repeat(10 << 20).getBytes(UTF_8));
    new Validation(new FakeQuestions()).plan(blank, Operation.CHAT, worked::incrementAndGet);
    assertThat(worked).hasValueGreaterThanOrEqualTo(10);
  }

  @Test
  void oneLineThatIsLongIsWorkToo() throws IOException {
    AtomicInteger worked = new AtomicInteger();

    InputStream blank = new ByteArrayInputStream(" ".repeat(10 << 20).getBytes(UTF_8));
    new Validation(new FakeQuestions()).plan(blank, Operation.CHAT, worked::incrementAndGet);
    assertThat(worked).hasValueGreaterThanOrEqualTo(10);
  }

  @Test
  void blankLinesBetweenOthersMakeNoSliceLarge() throws IOException {
    String blank = "\n".repeat(1 << 20);
    Validation.Plan plan =
        plan(line("a", BODY) + "\n" + blank + line("b", BODY) + "\n" + blank + line("c", BODY));

    assertThat(plan.slices()).hasSize(3).allMatch(slice -> slice.length() < 1000);
  }

  @Test
  void stopsAtAHundredErrors() throws IOException {
    assertThat(plan("{\n".repeat(500)).errors()).hasSize(Validation.MOST_ERRORS);
  }

  @Test
  void takesFiftyThousandLinesAndNoMore() throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < Validation.MOST_LINES; i++) {
      file.append(line("id" + i, BODY)).append('\n');
    }
    Validation.Plan plan = plan(file.toString());
    assertThat(plan.errors()).isEmpty();
    assertThat(plan.total()).isEqualTo(Validation.MOST_LINES);
    assertThat(plan.slices()).hasSize(Validation.MOST_LINES / Slicing.MOST_LINES);

    file.append(line("more", BODY));
    assertThat(plan(file.toString()).errors())
        .extracting(LineError::code)
        .containsExactly("too_many_lines");
  }

  @Test
  void countsWhatIsToBeEmbedded() throws IOException {
    String numbers = "[" + "1,".repeat(60_000) + "1]";
    String texts = "[" + "\"x\",".repeat(25_000) + "\"y\"]";
    String once = embedding("a", texts) + embedding("b", numbers) + embedding("c", "\"one\"");
    assertThat(embeddings(once).errors()).isEmpty();
    assertThat(embeddings(once + embedding("d", texts)).errors())
        .extracting(LineError::code)
        .containsExactly("too_many_inputs");
  }

  @Test
  void aLineMayBeLongButNotTooLong() throws IOException {
    String frame = line("a", "{\"model\":\"m\"}");
    String most = frame + " ".repeat(InputLines.LONGEST - frame.length());
    assertThat(plan(most + "\n" + line("b", BODY)).slices()).hasSize(2);
    assertThat(plan(most + " \n" + line("b", BODY)).errors())
        .extracting(LineError::code)
        .containsExactly("line_too_large");
  }

  @Test
  void leavesAByteOrderMarkOut() throws IOException {
    Validation.Plan plan = plan("\uFEFF" + line("a", BODY));

    assertThat(plan.slices()).singleElement().matches(slice -> slice.from() == 3);
  }

  @Test
  void slicesHoldEachLineOnceWithItsNumber() throws IOException {
    List<String> expected = new ArrayList<>();
    StringBuilder file = new StringBuilder();
    for (int number = 1; number <= 700; number++) {
      switch (random.nextInt(6)) {
        case 0 -> file.append(random.nextBoolean() ? " \t\r" : "");
        case 1 -> {
          String id = number + "\u00e4".repeat(random.nextInt(200));
          expected.add(number + ":" + id);
          file.append(line(id, BODY)).append(" ".repeat(random.nextInt(300_000))).append('\r');
        }
        default -> {
          expected.add(number + ":" + number);
          file.append(line(String.valueOf(number), BODY));
        }
      }
      file.append('\n');
    }
    byte[] bytes = file.toString().getBytes(UTF_8);
    Validation.Plan plan = plan(file.toString());

    List<String> found = new ArrayList<>();
    for (SliceSpan slice : plan.slices()) {
      found.addAll(read(bytes, slice));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(plan.total()).isEqualTo(expected.size());
  }

  private static List<String> read(byte[] file, SliceSpan slice) throws IOException {
    assertThat(slice.lines()).isBetween(1, Slicing.MOST_LINES);
    assertThat(slice.lines() == 1 || slice.length() <= Slicing.MOST_BYTES).isTrue();
    InputLines lines =
        InputLines.ofPart(
            new ByteArrayInputStream(file, (int) slice.from(), slice.length()),
            slice.firstLine(),
            slice.from());
    List<String> found = new ArrayList<>();
    int last = 0;
    for (InputLines.Line line = lines.next(); line != null; line = lines.next()) {
      String text = new String(line.content().bytes(), UTF_8);
      String id = text.replaceFirst("\\{\"custom_id\":\"([^\"]*)\"(?s).*", "$1");
      found.add(line.number() + ":" + id);
      last = line.number();
    }
    assertThat(found).hasSize(slice.lines());
    assertThat(last).isEqualTo(slice.lastLine());
    return found;
  }

  private static String embedding(String id, String input) {
    return line(id, "{\"model\":\"m\",\"input\":" + input + "}")
            .replace("chat/completions", "embeddings")
        + "\n";
  }

  private Validation.Plan embeddings(String file) throws IOException {
    return validation.plan(
        new ByteArrayInputStream(file.getBytes(UTF_8)), Operation.EMBEDDINGS, () -> {});
  }

  private Validation.Plan plan(String file) throws IOException {
    return validation.plan(
        new ByteArrayInputStream(file.getBytes(UTF_8)), Operation.CHAT, () -> {});
  }
}
