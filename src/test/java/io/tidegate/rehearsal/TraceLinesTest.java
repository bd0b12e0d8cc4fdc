package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidegate.exchange.FailureException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceLinesTest {

  private static final String LINE = "{\"at\": 1.5, \"prompt_tokens\": 10, \"answer_tokens\": 2%s}";

  @Test
  void readsACallFromEachLineAndLeavesBlankOnesOut() {
    Workload read =
        read(
            LINE.formatted(", \"tenant\": \"one\", \"max_tokens\": 5, \"model\": \"m\""),
            "",
            "{\"at\": 4, \"prompt_tokens\": 7, \"answer_tokens\": 3}");

    assertThat(read.seconds()).isEqualTo(2.5);
    assertThat(read.arrivals())
        .extracting(Arrival::at, Arrival::promptTokens, Arrival::answerTokens, Arrival::tenant)
        .containsExactly(tuple(0L, 10, 2, "one"), tuple(2_500_000_000L, 7, 3, "rehearsal"));
    assertThat(read.arrivals().get(0).maxTokens()).isEqualTo(5);
    assertThat(read.arrivals().get(0).model()).isEqualTo("m");
  }

  @Test
  void putsCallsInTheOrderOfTheirArrival() {
    Workload read =
        read(
            "{\"at\": 4, \"prompt_tokens\": 7, \"answer_tokens\": 3}",
            "{\"at\": 2, \"prompt_tokens\": 8, \"answer_tokens\": 3}");

    assertThat(read.arrivals()).extracting(Arrival::promptTokens).containsExactly(8, 7);
  }

  @Test
  void beginsPromptsOfOneKeyAlike() {
    List<Arrival> calls =
        read(
                LINE.formatted(", \"repeat_key\": \"a\""),
                LINE.formatted(", \"repeat_key\": \"a\""),
                LINE.formatted(", \"repeat_key\": \"b\""),
                LINE.formatted(""),
                LINE.formatted(""))
            .arrivals();

    assertThat(calls.get(0).prefix().block(0)).isEqualTo(calls.get(1).prefix().block(0));
    assertThat(calls.stream().map(call -> call.prefix().block(0)).distinct()).hasSize(4);
  }

  @Test
  void readsMooncakesTraces() {
    Workload read =
        read(
            "{\"timestamp\": 0, \"input_length\": 1030, \"output_length\": 5, \"hash_ids\": [1, 2,"
                + " 3]}",
            "{\"timestamp\": 3000, \"input_length\": 1025, \"output_length\": 0, \"hash_ids\": [1,"
                + " 2, 9]}");

    Arrival first = read.arrivals().get(0);
    Arrival second = read.arrivals().get(1);
    assertThat(read.seconds()).isEqualTo(3);
    assertThat(second.at()).isEqualTo(3_000_000_000L);
    assertThat(second.answerTokens()).isEqualTo(1);
    assertThat(first.prefix().block(1)).isEqualTo(second.prefix().block(1));
    assertThat(first.prefix().block(2)).isNotEqualTo(second.prefix().block(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | t:2 | must be a JSON object",
        "[] | t:2 | must be a JSON object",
        "{\"at\":-1,\"prompt_tokens\":1,\"answer_tokens\":1} | t:2.at | must be a number",
        "{\"at\":1,\"answer_tokens\":1} | t:2.prompt_tokens | must be given",
        "{\"at\":1,\"prompt_tokens\":1,\"answer_tokens\":1,\"x\":1} | t:2.x | is not known here",
        "{\"at\":1,\"prompt_tokens\":1,\"answer_tokens\":1,\"tenant\":\"a b\"} | t:2.tenant | 1 to"
            + " 64",
        "{\"timestamp\":1,\"input_length\":\"x\"} | t:2.input_length | must be a number"
      })
  void namesTheLineAndTheRule(String line, String field, String rule) {
    assertThatThrownBy(() -> read(LINE.formatted(""), line))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              assertThat(refused.failure().param()).isEqualTo(field);
              assertThat(refused.failure().message()).contains(rule);
            });
  }

  @Test
  void wantsOneLineAtLeast() {
    assertThatThrownBy(() -> read("", " ")).hasMessageContaining("a line for each call");
  }

  private static Workload read(String... lines) {
    return TraceLines.read(Stream.of(lines), "t");
  }
}
