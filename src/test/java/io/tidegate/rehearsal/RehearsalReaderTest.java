package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.FailureException;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalReaderTest {

  private static final String TRACE =
      "\"trace\":{\"rate\":5,\"seconds\":10,\"prompt_tokens\":100,\"answer_tokens\":10}";

  private final RehearsedNode present = SamplePlans.node("gpu1", 4, SamplePlans.pace(1, 1));
  private final RehearsalReader reader =
      new RehearsalReader(
          new WorkloadReader(new CallRecorder(10, new ManualClock())),
          () -> List.of(present),
          new Random(1));

  @Test
  void takesThePresentNodesAndSettingsWhereNothingIsSaid() {
    RehearsalPlan plan = read("{" + TRACE + "}");

    assertThat(plan.nodes()).containsExactly(present);
    assertThat(plan.variants()).containsExactly(Variant.AS_NOW);
    assertThat(plan.within()).isEqualTo(Duration.ofSeconds(2));
    assertThat(plan.workload().seconds()).isEqualTo(10);
    assertThat(plan.workload().arrivals()).allMatch(call -> call.promptTokens() == 100);
  }

  @Test
  void drawsTheSameCallsForTheSameSeed() {
    String body =
        "{\"seed\":7,\"trace\":{\"rate\":5,\"seconds\":10,\"prompt_tokens\":"
            + "{\"median\":100,\"p95\":900},\"answer_tokens\":10}}";

    assertThat(read(body).workload()).isEqualTo(read(body).workload());
    assertThat(read(body).seed()).isEqualTo(7);
    assertThat(read(body.replace("7", "8")).workload()).isNotEqualTo(read(body).workload());
  }

  @Test
  void readsEverythingThatANodeSays() {
    RehearsalPlan plan =
        read(
            "{"
                + TRACE
                + ",\"nodes\":[{\"name\":\"n\",\"capacity\":3,\"queue\":2,\"first_token\":\"PT1S\","
                + "\"per_prompt_token\":\"PT0.0001S\",\"per_token\":\"PT0.5S\",\"crowding\":0.5,"
                + "\"jitter\":0,\"cached_tokens\":5000,\"weight\":2,\"max_connections\":9,\"tier\":\"private\","
                + "\"region\":\"eu\",\"input_price\":1,\"output_price\":2}]}");

    RehearsedNode node = plan.nodes().get(0);
    assertThat(node.capacity()).isEqualTo(3);
    assertThat(node.queue()).isEqualTo(2);
    assertThat(node.pace()).isEqualTo(new NodePace(1e9, 1e5, 5e8, 0.5, 0));
    assertThat(node.cachedTokens()).isEqualTo(5000);
    assertThat(node.spec().region()).isEqualTo("eu");
    assertThat(NodesReader.read(JsonFields.of(NodesReader.write(node), ""))).isEqualTo(node);
  }

  @Test
  void readsEverythingThatAVariantSays() {
    RehearsalPlan plan =
        read(
            "{"
                + TRACE
                + ",\"variants\":[{\"name\":\"v\",\"without\":[\"gpu1\"],\"nodes\":[{\"name\":\"x\"}],"
                + "\"strategy\":\"round-robin\","
                + "\"settings\":{\"tidegate.admission.max-wait\":\"PT5S\"}}]}");

    Variant variant = plan.variants().get(0);
    assertThat(variant.without()).isEqualTo(Set.of("gpu1"));
    assertThat(variant.more()).extracting(RehearsedNode::name).containsExactly("x");
    assertThat(variant.strategy()).isEqualTo("round-robin");
    assertThat(variant.settings()).isEqualTo(Map.of("tidegate.admission.max-wait", "PT5S"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "[] | body | must be a JSON object",
        "{} | trace | must be a JSON object",
        "{'trace':{}} | trace | must have one of",
        "{'trace':{'rate':1,'recorded':'PT1H'}} | trace | must have one of",
        "{'trace':{'recorded':'PT1H'}} | trace.recorded | has no answered call",
        "{'trace':{'recorded':'soon'}} | trace.recorded | must be an ISO 8601 duration",
        "{'trace':{'rate':0,'seconds':1}} | trace.rate | must be a number from",
        "{'trace':{'rate':1}} | trace.seconds | must be given",
        "{'trace':{'rate':10000,'seconds':86400}} | trace | must make at most 500000 calls",
        "{'trace':{'rate':1,'seconds':1}} | trace.prompt_tokens | must be given",
        "{'trace':{'rate':1,'seconds':1,'prompt_tokens':{'median':9,'p95':8}}}"
            + " | trace.prompt_tokens.p95 | must be a number from 9",
        "{'trace':{'arrivals':'x'}} | trace.arrivals:1 | must be a JSON object",
        "{TRACE,'seed':'x'} | seed | must be a number",
        "{TRACE,'within':'2s'} | within | must be an ISO 8601 duration",
        "{TRACE,'more':1} | more | is not known here",
        "{TRACE,'nodes':{}} | nodes | must be a list",
        "{TRACE,'nodes':[]} | nodes | must name one at least",
        "{TRACE,'nodes':[1]} | nodes[0] | must be a JSON object",
        "{TRACE,'nodes':[{}]} | nodes[0].name | must be given",
        "{TRACE,'nodes':[{'name':'a b'}]} | nodes[0].name | must be 1 to 64",
        "{TRACE,'nodes':[{'name':'a'},{'name':'a'}]} | nodes[1].name | must be unique",
        "{TRACE,'nodes':[{'name':'a','capacity':0}]} | nodes[0].capacity | must be a number",
        "{TRACE,'nodes':[{'name':'a','capacity':1.5}]} | nodes[0].capacity | whole number",
        "{TRACE,'nodes':[{'name':'a','tier':'x'}]} | nodes[0].tier | must be private or public",
        "{TRACE,'nodes':[{'name':'a','cached_tokens':3e8},{'name':'b','cached_tokens':3e8}]}"
            + " | nodes | 500000000"
      })
  void namesTheFieldAndTheRule(String body, String field, String rule) {
    refuses(body, field, rule);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "{TRACE,'variants':[{}]} | variants[0].name | must be given",
        "{TRACE,'variants':[{'name':'a'},{'name':'a'}]} | variants[1].name | must be unique",
        "{TRACE,'variants':[{'name':'a','without':['x']}]} | variants[0].without | no node",
        "{TRACE,'variants':[{'name':'a','without':['gpu1']}]} | variants[0].without | must leave",
        "{TRACE,'variants':[{'name':'a','nodes':[{'name':'gpu1'}]}]} | variants[0].nodes | already",
        "{TRACE,'variants':[{'name':'a','strategy':'x'}]} | variants[0].strategy | must be one of",
        "{TRACE,'variants':[{'name':'a','settings':1}]} | variants[0].settings | JSON object",
        "{TRACE,'variants':[{'name':'a','settings':{'x':'1'}}]} | variants[0].settings | begin"
            + " with",
        "{TRACE,'variants':[{'name':'a','settings':{'tidegate.admission.max-wai':'PT1S'}}]}"
            + " | variants[0].settings | did you mean tidegate.admission.max-wait?",
        "{TRACE,'variants':[{'name':'a','settings':{'tidegate.admission.max-wait':'soon'}}]}"
            + " | variants[0].settings | must be an ISO 8601 duration"
      })
  void namesWhatIsWrongWithAVariant(String body, String field, String rule) {
    refuses(body, field, rule);
  }

  private void refuses(String body, String field, String rule) {
    String json = body.replace("TRACE", TRACE).replace('\'', '"');

    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              assertThat(refused.failure().param()).isEqualTo(field);
              assertThat(refused.failure().message()).contains(rule);
            });
  }

  private RehearsalPlan read(String body) {
    return reader.read(json(body));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
