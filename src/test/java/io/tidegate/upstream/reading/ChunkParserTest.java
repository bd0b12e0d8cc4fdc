package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Usage;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkParserTest {

  private static final String DEEPSEEK =
      "{\"id\":\"0193-ab\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":"
          + "\"stop\",\"logprobs\":null,\"message\":{\"role\":\"assistant\",\"content\":\"42\","
          + "\"reasoning_content\":\"6*7\",\"tool_calls\":null}}],\"usage\":{\"prompt_tokens\":120,"
          + "\"prompt_cache_hit_tokens\":100,\"prompt_cache_miss_tokens\":20,\"completion_tokens\":9,"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":6},\"total_tokens\":129}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"assistant\"}",
        "{\"role\":\"assistant\",\"content\":\"\"}",
        "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}",
        "{\"content\":\"\",\"tool_calls\":[],\"refusal\":null,\"function_call\":{}}",
        "{\"content\":\"\",\"provider_specific_fields\":{\"refusal\":null}}",
        "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"\",\"index\":1}]}",
        "{\"function_call\":{\"name\":\"\",\"arguments\":\"\"}}",
        "{\"tool_calls\":[{\"index\":1,\"type\":\"function\",\"id\":\"\"}]}",
        "{\"id\":\"msg_1\",\"type\":\"message\",\"is_final\":false,\"n\":0,\"x\":[0.0,-0]}",
        "{}",
        "null"
      })
  void findsNoContentInAChunkThatOnlyNamesTheRole(String delta) {
    ChunkFacts facts = parse("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}");

    assertThat(facts.content()).isFalse();
    assertThat(facts.finishReason()).isNull();
    assertThat(facts.error()).isNull();
    assertThat(facts.usage()).isEqualTo(Usage.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\" \"}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\"}]}}]}",
        "{\"choices\":[{\"delta\":{\"refusal\":\"No.\"}}]}",
        "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\"}}}]}",
        "{\"choices\":[{\"delta\":{\"reasoning_details\":[{\"type\":\"x\",\"data\":\"y\"}]}}]}",
        "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}}]}",
        "{\"choices\":[{\"delta\":{\"vector\":[0,1]}}]}",
        "{\"choices\":[{\"delta\":{\"reasoning\":\"vLLM's name\"}}]}",
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}",
        "{\"choices\":[{\"text\":\"Hi\"}]}",
        "{\"choices\":[{\"delta\":{}},{\"delta\":{\"content\":\"second\"}}]}",
        "{\"object\":\"list\",\"data\":[{\"embedding\":[0.1,0.2]}]}",
        "{\"object\":\"list\",\"data\":[{\"embedding\":[0.0]}]}"
      })
  void findsContentWhereverAModelMadeSomething(String chunk) {
    assertThat(parse(chunk).content()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":[{\"text\":\"\"}]}",
        "{\"data\":[]}",
        "{\"data\":null}",
        "{\"data\":\"x\"}",
        "{\"data\":{\"traceId\":\"x\"}}",
        "{\"x\":{\"choices\":[{\"text\":\"Hi\"}]}}"
      })
  void findsNoneElsewhere(String chunk) {
    assertThat(parse(chunk).content()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "stop, false, true",
    "length, false, true",
    "tool_calls, false, true",
    "insufficient_system_resource, true, false",
    "aborted, true, false",
    "abort, true, false",
    "error, true, false",
    "engine_error, true, false",
    "network_error, true, false",
    "internal-server-error, true, false",
    "requestCancelled, true, false",
    "canceled, true, false",
    "failed, true, false",
    "TIMEOUT, true, false",
    "timed_out, true, false",
    "interrupted, true, false",
    "preempted, true, false",
    "oom, true, false",
    "OOM_KILLED, true, false",
    "RESOURCE_EXHAUSTED, true, false",
    "server_busy, true, false",
    "throttled, true, false",
    "deadline_exceeded, true, false",
    "content_filter, false, true",
    "eos_token, false, true",
    "stop_sequence, false, true",
    "repetition_truncation, false, true",
    "model_context_window_exceeded, false, true",
    "sensitive, false, true",
    "function_call, false, true"
  })
  void tellsAProperEndFromANodeThatGaveUp(String reason, boolean cutShort, boolean finished) {
    ChunkFacts facts = parse("{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");

    assertThat(facts.finishReason()).isEqualTo(reason);
    assertThat(facts.cutShort()).isEqualTo(cutShort);
    assertThat(facts.finished()).isEqualTo(finished);
  }

  @Test
  void doesNotLetAnotherChoiceHideThatTheNodeGaveUpOnOne() {
    String given = "{\"finish_reason\":\"insufficient_system_resource\"}";

    assertThat(parse("{\"choices\":[" + given + ",{\"finish_reason\":\"stop\"}]}").cutShort())
        .isTrue();
    assertThat(parse("{\"choices\":[{\"finish_reason\":\"stop\"}," + given + "]}").cutShort())
        .isTrue();
    assertThat(parse("{\"choices\":[" + given + ",{\"finish_reason\":null}]}").cutShort()).isTrue();
  }

  @Test
  void readsTheUsageAsDeepSeekWritesIt() {
    ChunkFacts facts = parse(DEEPSEEK);

    assertThat(facts.usage()).isEqualTo(new Usage(120, 100, 9));
    assertThat(facts.content()).isTrue();
    assertThat(facts.finished()).isTrue();
  }

  @Test
  void readsTheUsageAsOpenAiWritesIt() {
    String usage =
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4,"
            + "\"prompt_tokens_details\":{\"audio_tokens\":0,\"cached_tokens\":2}}}";

    assertThat(parse(usage).usage()).isEqualTo(new Usage(3, 2, 1));
    assertThat(parse(usage).content()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "7", "\"x\"", "{}", "{\"prompt_tokens\":\"3\",\"completion_tokens\":1.5}"})
  void takesUsageOfAnotherFormForNone(String usage) {
    assertThat(parse("{\"usage\":" + usage + "}").usage()).isEqualTo(Usage.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"usage\":[],",
        "{\"usage\":[{\"a\":[1]}],",
        "{\"usage\":{\"prompt_tokens_details\":[],\"x\":{}},",
        "{\"usage\":{\"prompt_tokens\":[{}]},",
        "{\"choices\":[null,7,[]],",
        "{\"choices\":[{\"delta\":[],\"index\":0}],",
        "{\"choices\":{\"a\":{}},",
        "{\"error\":null,"
      })
  void readsOnBehindMembersOfAnotherForm(String beginning) {
    ChunkFacts facts = parse(beginning + "\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}");

    assertThat(facts.content()).isTrue();
    assertThat(facts.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "7", "\"x\"", "null", "not", "{\"a\":", "{\"choices\":[{"})
  void givesNothingForWhatIsNoObject(String text) {
    assertThat(ChunkParser.parse(text.getBytes(UTF_8))).isNull();
  }

  @Property(tries = 300)
  void neverThrowsOnAnyBytes(@ForAll byte[] bytes) {
    ChunkFacts facts = ChunkParser.parse(bytes);

    assertThat(facts == null || facts.usage() != null).isTrue();
  }

  @Property(tries = 1000)
  void neverThrowsOnBrokenAnswers(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = DEEPSEEK.getBytes(UTF_8);
    byte[] signs = "{}[]\",:0n\\ \u00e9".getBytes(UTF_8);
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = signs[random.nextInt(signs.length)];
    }
    ChunkFacts facts = ChunkParser.parse(bytes);

    assertThat(facts == null || facts.usage() != null).isTrue();
  }

  @Property(tries = 200)
  void givesNothingForAnAnswerThatBreaksOff(@ForAll long seed) {
    int length = new Random(seed).nextInt(DEEPSEEK.length());

    assertThat(ChunkParser.parse(DEEPSEEK.substring(0, length).getBytes(UTF_8))).isNull();
  }

  private static ChunkFacts parse(String json) {
    ChunkFacts facts = ChunkParser.parse(json.getBytes(UTF_8));
    assertThat(facts).isNotNull();
    return facts;
  }
}
