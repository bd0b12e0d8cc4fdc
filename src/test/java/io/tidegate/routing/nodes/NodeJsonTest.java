package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.routing.Fleet;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URL = "'url': 'https://a.test/v1'";
  private static final NodeSpec WHOLE =
      SampleSpecs.whole("https://a.test/v1", "eu", Map.of("chat", "org/Chat"));

  @Test
  void readsEveryMember() {
    assertThat(
            read(
                "{'name': 'a', 'url': 'https://a.test/v1/', 'apiKey': 'sk-secret', 'weight': 7,"
                    + " 'maxConnections': 70, 'draining': true, 'tier': 'private',"
                    + " 'region': 'eu', 'models': ['chat=org/Chat']}"))
        .isEqualTo(WHOLE);
  }

  @ParameterizedTest
  @CsvSource({
    "account, 7",
    "account, 'a b'",
    "inputPrice, -1",
    "inputPrice, true",
    "outputPrice, 1e400"
  })
  void refusesOddAccountsAndPrices(String member, String value) {
    String json = value.equals("a b") ? "'a b'" : value;

    assertThatThrownBy(() -> read("{" + URL + ", '" + member + "': " + json + "}"))
        .isInstanceOf(InvalidNodeException.class)
        .hasMessageContaining(member);
  }

  @Test
  void readsWritesAndKeepsWhoPaysAndHowMuch() {
    NodeSpec spec = read("{" + URL + ", 'account': 'acme', 'inputPrice': 0.28, 'outputPrice': 1}");

    assertThat(spec.billing()).isEqualTo(new Billing("acme", 0.28, 1));
    assertThat(NodeJson.read("a", NodeJson.write(spec), null)).isEqualTo(spec);
    JsonNode change = JSON.createObjectNode().put("weight", 3);
    assertThat(NodeJson.change(spec, change).billing()).isEqualTo(spec.billing());
  }

  @Test
  void takesWhatIsNotSaidFromTheDefaults() {
    NodeSpec spec = read("{" + URL + "}");

    assertThat(spec).isEqualTo(NodeSpec.of("a", URI.create("https://a.test/v1")));
    assertThat(spec.weight()).isEqualTo(1);
    assertThat(spec.maxConnections()).isEqualTo(100);
    assertThat(spec.tier()).isEqualTo(Tier.PUBLIC);
  }

  @Test
  void writesWhatItReadsExceptTheKey() {
    JsonNode written = NodeJson.write(WHOLE);

    assertThat(written.toString()).doesNotContain("apiKey").doesNotContain("sk-secret");
    assertThat(NodeJson.read("a", written, WHOLE)).isEqualTo(WHOLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "url            | {}",
        "url            | {'url': 5}",
        "url            | {'url': 'ftp://a.test'}",
        "url            | {'url': 'http://a b'}",
        "url            | {'url': 'http://user:word@a.test'}",
        "url            | {'url': 'http://a.test?x=1'}",
        "apiKey         | {'url': 'http://a.test', 'apiKey': 5}",
        "weight         | {'url': 'http://a.test', 'weight': 0}",
        "weight         | {'url': 'http://a.test', 'weight': 1001}",
        "weight         | {'url': 'http://a.test', 'weight': 1.5}",
        "weight         | {'url': 'http://a.test', 'weight': '5'}",
        "weight         | {'url': 'http://a.test', 'weight': null}",
        "maxConnections | {'url': 'http://a.test', 'maxConnections': 0}",
        "maxConnections | {'url': 'http://a.test', 'maxConnections': 100001}",
        "maxConnections | {'url': 'http://a.test', 'maxConnections': 9999999999}",
        "draining       | {'url': 'http://a.test', 'draining': 'yes'}",
        "tier           | {'url': 'http://a.test', 'tier': 'ours'}",
        "tier           | {'url': 'http://a.test', 'tier': 1}",
        "region         | {'url': 'http://a.test', 'region': []}",
        "models         | {'url': 'http://a.test', 'models': 'chat'}",
        "models         | {'url': 'http://a.test', 'models': {}}",
        "models         | {'url': 'http://a.test', 'models': [5]}",
        "models         | {'url': 'http://a.test', 'models': ['']}",
        "models         | {'url': 'http://a.test', 'models': ['chat=']}",
        "wieght         | {'url': 'http://a.test', 'wieght': 5}",
        "body           | []",
        "body           | null",
      })
  void namesTheFieldThatBreaksARule(String field, String json) {
    InvalidNodeException broken =
        catchThrowableOfType(InvalidNodeException.class, () -> read(json));

    assertThat(broken.field()).isEqualTo(field);
    assertThat(broken).hasMessageStartingWith(field + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "ä"})
  void refusesNamesThatDoNotFitALabel(String name) {
    assertThatThrownBy(() -> NodeJson.read(name, parse("{" + URL + "}"), null))
        .isInstanceOf(InvalidNodeException.class)
        .hasMessageStartingWith("name ");
  }

  @Test
  void refusesABodyThatIsMissing() {
    assertThatThrownBy(() -> NodeJson.read("a", null, null)).hasMessageStartingWith("body ");
  }

  @Test
  void listsTheMembersItKnowsWhenItRefusesOne() {
    assertThatThrownBy(() -> read("{'wieght': 5}"))
        .hasMessageContaining(
            "account, apiKey, dialects, draining, inputPrice, keyHeader, maxConnections, models,"
                + " name");
  }

  @Test
  void keepsTheKeyWhileTheAddressStays() {
    assertThat(NodeJson.read("a", parse("{" + URL + ", 'weight': 9}"), WHOLE).apiKey())
        .isEqualTo("sk-secret");
  }

  @Test
  void dropsTheKeyWhenTheAddressChangesSoThatNobodyElseGetsIt() {
    JsonNode elsewhere = parse("{'url': 'https://b.test/v1'}");

    assertThat(NodeJson.read("a", elsewhere, WHOLE).apiKey()).isNull();
  }

  @Test
  void takesANewKeyOverTheOneItHas() {
    assertThat(NodeJson.read("a", parse("{" + URL + ", 'apiKey': 'sk-new'}"), WHOLE).apiKey())
        .isEqualTo("sk-new");
    assertThat(NodeJson.read("a", parse("{" + URL + ", 'apiKey': null}"), WHOLE).apiKey()).isNull();
  }

  @Test
  void changesTheThreeMembersThatMayChangeAndNothingElse() {
    JsonNode change = parse("{'weight': 1, 'maxConnections': 2, 'draining': false}");

    assertThat(NodeJson.change(WHOLE, change))
        .isEqualTo(Fleet.draining(Fleet.sized(WHOLE, 1, 2), false));
    assertThat(NodeJson.change(WHOLE, parse("{}"))).isEqualTo(WHOLE);
  }

  @Test
  void refusesToChangeAnyOtherMember() {
    for (String member : List.of("name", "url", "apiKey", "tier", "region", "models", "other")) {
      assertThatThrownBy(() -> NodeJson.change(WHOLE, parse("{'" + member + "': 1}")))
          .isInstanceOf(InvalidNodeException.class)
          .hasMessageStartingWith(member + " ")
          .hasMessageContaining("draining, maxConnections, weight");
    }
  }

  @Test
  void showsNoKeyInItsText() {
    assertThat(WHOLE.toString()).doesNotContain("sk-secret");
    assertThat(new Node(WHOLE, Fleet.config(Map.of())).target().toString())
        .doesNotContain("sk-secret");
  }

  private static NodeSpec read(String json) {
    return NodeJson.read("a", parse(json), null);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException mistake) {
      throw new IllegalArgumentException(mistake);
    }
  }
}
