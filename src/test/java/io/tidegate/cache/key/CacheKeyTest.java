package io.tidegate.cache.key;

import static io.tidegate.cache.Questions.call;
import static io.tidegate.cache.Questions.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Terms;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUESTION =
      """
      {"model": "m", "stream": true, "stream_options": {"include_usage": true}, "user": "u",
       "metadata": {"run": "1"}, "temperature": 0.7, "top_p": 0.9, "n": 1, "stop": ["x", "y"],
       "max_tokens": 10, "seed": 7, "logprobs": true, "reasoning_effort": "low",
       "response_format": {"type": "json_object"}, "thinking": {"type": "enabled"},
       "encoding_format": "float", "dimensions": 256, "logit_bias": {"50256": -100},
       "tools": [{"type": "function", "function": {"name": "f", "parameters": {"a": [1, 2]}}}],
       "messages": [
         {"role": "user", "content": "hi", "metadata": {"b": 1}},
         {"role": "assistant", "content": null,
          "tool_calls": [{"id": "c", "type": "function",
                          "function": {"name": "f", "arguments": "{}"}}]},
         {"role": "tool", "tool_call_id": "c", "content": "3"}],
       "x_vendor": {"deep": [{"er": [true]}]}}
      """;

  @Test
  void is64HexadecimalDigits() {
    assertThat(key(QUESTION).hex()).matches("[0-9a-f]{64}");
    assertThat(CacheKey.ofHex(key(QUESTION).hex())).isEqualTo(key(QUESTION));
  }

  /** Entries outlive servers: a change of the form must be meant, and raise its version. */
  @Test
  void staysTheSameFromServerToServer() {
    assertThat(key("{\"messages\":[{\"content\":\"hi\"}],\"temperature\":0.7}").hex())
        .isEqualTo("2a7943f7df3b41d12d4d24e7945360fbbeb0efc4c1a63459a637612afe1c681a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "g", "A"})
  void refusesWhatIsNoKey(String digit) {
    assertThatIllegalArgumentException().isThrownBy(() -> CacheKey.ofHex(digit.repeat(64)));
    assertThatIllegalArgumentException().isThrownBy(() -> CacheKey.ofHex("0".repeat(63) + digit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/model | \"other\"",
        "/stream | false",
        "/stream_options | {}",
        "/stream_options/include_usage | false",
        "/user | \"v\"",
        "/metadata | null",
        "/metadata/run | 2"
      })
  void isTheSameHoweverTheAnswerIsDelivered(String pointer, String value) throws Exception {
    assertThat(key(with(pointer, value))).isEqualTo(key(QUESTION));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/temperature | 0.8",
        "/top_p | 1",
        "/n | 2",
        "/stop | [\"y\", \"x\"]",
        "/stop | \"x\"",
        "/max_tokens | 11",
        "/max_tokens | \"10\"",
        "/seed | null",
        "/logprobs | false",
        "/reasoning_effort | \"high\"",
        "/response_format/type | \"text\"",
        "/thinking/type | \"disabled\"",
        "/encoding_format | \"base64\"",
        "/dimensions | 257",
        "/logit_bias/50256 | 100",
        "/logit_bias/50257 | -100"
      })
  void changesWithEachParameter(String pointer, String value) throws Exception {
    assertThat(key(with(pointer, value))).isNotEqualTo(key(QUESTION));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/tools | []",
        "/tools/0/function/name | \"g\"",
        "/tools/0/function/parameters/a | [2, 1]",
        "/tools/0/function/parameters/b | null",
        "/messages/0/role | \"system\"",
        "/messages/0/content | \"Hi\"",
        "/messages/0/content | [{\"type\": \"text\", \"text\": \"hi\"}]",
        "/messages/0/name | \"n\"",
        "/messages/0/metadata/b | 2",
        "/messages/0/user | \"u\"",
        "/messages/1/content | \"\"",
        "/messages/1/tool_calls/0/id | \"d\"",
        "/messages/1/tool_calls/0/function/name | \"g\"",
        "/messages/1/tool_calls/0/function/arguments | \"{ }\"",
        "/messages/2/tool_call_id | \"d\"",
        "/messages/2/content | 3",
        "/x_vendor/deep/0/er/0 | false",
        "/x_vendor/deep/0/model | \"m\"",
        "/x_other | null",
        "/Stream | true",
        "/prompt_cache_key | \"p\""
      })
  void changesWithWhatIsSaidAndWithWhatNobodyKnows(String pointer, String value) throws Exception {
    assertThat(key(with(pointer, value))).isNotEqualTo(key(QUESTION));
  }

  @Test
  void changesWithEachMemberThatIsLeftOut() throws Exception {
    ObjectNode whole = (ObjectNode) JSON.readTree(QUESTION);
    Set<CacheKey> keys = new HashSet<>(Set.of(key(QUESTION)));
    whole.fieldNames().forEachRemaining(name -> keys.add(key(without(whole, name))));

    assertThat(keys).hasSize(1 + whole.size() - 5);
  }

  /** A response repeats them: what one caller said of itself is not for the next. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata",
        "user",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "service_tier",
        "store"
      })
  void changesWithAllThatAResponseRepeatsOfWhatWasAsked(String member) {
    Set<CacheKey> keys = new HashSet<>();
    for (String said : List.of("{", "{'M': null,", "{'M': {'run': '1'},", "{'M': {'run': '2'},")) {
      keys.add(response(said.replace("M", member) + "'model': 'm', 'input': 'hi'}"));
    }

    assertThat(keys).hasSize(4).doesNotContainNull();
  }

  @Test
  void isTheSameHoweverAResponseIsDelivered() {
    assertThat(response("{'stream': true, 'stream_options': {}, 'input': 'hi'}"))
        .isEqualTo(response("{'input': 'hi'}"));
  }

  private static CacheKey response(String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
    return key(call(bytes, "acme", Operation.RESPONSES, false));
  }

  @Test
  void changesWithTheOperationAndWithWhoMaySeeIt() {
    byte[] body = QUESTION.getBytes(UTF_8);
    Set<CacheKey> keys = new HashSet<>();
    for (Operation operation : Operation.values()) {
      for (boolean pinned : new boolean[] {false, true}) {
        for (boolean shared : new boolean[] {false, true}) {
          keys.add(CacheKey.of(call(body, "acme", operation, pinned), "flash", shared));
        }
      }
    }
    assertThat(keys).hasSize(Operation.values().length * 4).doesNotContainNull();
  }

  @Test
  void changesWithTheFeaturesThatAreUsedInWhateverOrder() {
    Set<CacheKey> keys = new HashSet<>();
    for (String betas : List.of("", "a", "b", "a,b", "b, a", "ab")) {
      Terms terms = Terms.DEFAULT.using(ApiFeatures.of("2023-06-01", List.of(betas)));
      Call call = call(QUESTION.getBytes(UTF_8), "acme", Operation.MESSAGES, false);
      keys.add(
          key(
              new Call(
                  call.id(),
                  call.tenant(),
                  call.operation(),
                  call.request(),
                  call.deadline(),
                  terms)));
    }

    assertThat(keys).hasSize(5);
  }

  @Test
  void letsNoNameRunIntoTheNext() {
    byte[] body = "{}".getBytes(UTF_8);
    CacheKey key = CacheKey.of(call(body, "a", Operation.CHAT, false), "bc", false);

    assertThat(CacheKey.of(call(body, "ab", Operation.CHAT, false), "c", false)).isNotEqualTo(key);
    assertThat(CacheKey.of(call(body, "a", Operation.CHAT, false), "bc{", false)).isNotEqualTo(key);
  }

  private static String without(ObjectNode whole, String name) {
    ObjectNode less = whole.deepCopy();
    less.remove(name);
    return less.toString();
  }

  /** The question with another value at {@code pointer}. */
  private static String with(String pointer, String value) throws JsonProcessingException {
    JsonNode question = JSON.readTree(QUESTION);
    JsonPointer place = JsonPointer.compile(pointer);
    JsonNode parent = question.at(place.head());
    if (parent instanceof ArrayNode array) {
      array.set(place.last().getMatchingIndex(), JSON.readTree(value));
    } else {
      ((ObjectNode) parent).set(place.last().getMatchingProperty(), JSON.readTree(value));
    }
    return question.toString();
  }
}
