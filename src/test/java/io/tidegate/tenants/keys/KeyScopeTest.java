package io.tidegate.tenants.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyScopeTest {

  @Test
  void whatSaysNothingLimitsNothing() throws Exception {
    KeyScope scope = scope("{}");

    assertThat(scope).isEqualTo(KeyScope.ALL);
    assertThat(scope.refusal(Operation.CHAT, "any")).isNull();
    assertThat(scope.refusal(ScopeNames.FILES)).isNull();
    assertThat(scope.batchRefusal(Operation.CHAT)).isNull();
    assertThat(scope.refusal(InetAddress.getByName("192.0.2.1"))).isNull();
  }

  @Test
  void refusesAnotherModelAndNamesTheRule() {
    KeyScope scope = scope("{\"models\":[\"deepseek-*\",\"house-model\"]}");

    assertThat(scope.refusal(Operation.CHAT, "deepseek-chat")).isNull();
    assertThat(scope.refusal(Operation.MESSAGES, "gpt").code())
        .isEqualTo(ErrorCode.KEY_OUT_OF_SCOPE);
    assertThat(scope.refusal(Operation.CHAT, "gpt").param()).isEqualTo("model");
    assertThat(scope.refusal(Operation.CHAT, "gpt").message())
        .isEqualTo("This API key is not good for this model, but for deepseek-*, house-model.");
  }

  @Test
  void aKeyForSomeModelsBeginsNoBatchWhoseLinesNobodySees() {
    assertThat(scope("{\"models\":[\"m\"]}").batchRefusal(Operation.CHAT).message())
        .contains("may begin no batch");
  }

  @Test
  void refusesAnotherOperationOrDialect() {
    KeyScope scope = scope("{\"operations\":[\"chat\",\"batches\"]}");

    assertThat(scope.refusal(Operation.CHAT, "m")).isNull();
    assertThat(scope.refusal(ScopeNames.BATCHES)).isNull();
    assertThat(scope.batchRefusal(Operation.EMBEDDINGS)).isNotNull();
    assertThat(scope.refusal(ScopeNames.FILES).message())
        .isEqualTo("This API key is not good for operation 'files', but for chat, batches.");
    KeyScope messages = scope("{\"dialects\":[\"messages\"]}");
    assertThat(messages.refusal(Operation.COUNT_TOKENS, "m")).isNull();
    assertThat(messages.refusal(Operation.CHAT, "m").message()).contains("dialect 'chat'");
    assertThat(messages.refusal(ScopeNames.FILES)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "10.2.0.1, false",
    "192.0.2.7, true",
    "192.0.2.8, false",
    "::ffff:10.1.0.9, true",
    "2001:db8:1::5, true",
    "2001:db8:2::5, false",
    "::1, false",
  })
  void refusesOtherNetworks(String address, boolean admitted) throws UnknownHostException {
    KeyScope scope = scope("{\"networks\":[\"10.1.0.0/16\",\"192.0.2.7\",\"2001:db8:1::/48\"]}");

    assertThat(scope.refusal(InetAddress.getByName(address)) == null).isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | scope",
        "{\"model\":[]} | scope.model",
        "{\"models\":\"m\"} | scope.models",
        "{\"models\":[1]} | scope.models",
        "{\"operations\":[\"teleport\"]} | scope.operations",
        "{\"dialects\":[\"grpc\"]} | scope.dialects",
        "{\"priority\":\"urgent\"} | scope.priority",
        "{\"privateOnly\":1} | scope.privateOnly",
        "{\"networks\":[\"10.1.0.1/16\"]} | scope.networks",
        "{\"networks\":[\"localhost\"]} | scope.networks"
      })
  void aBadOneIsRefusedByNameOfItsMember(String json, String member) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> scope(json))
        .satisfies(refused -> assertThat(refused.failure().param()).isEqualTo(member));
  }

  @Test
  void comesBackFromItsOwnJson() {
    KeyScope scope =
        scope(
            "{\"models\":[\"a*\"],\"operations\":[\"chat\"],\"dialects\":[\"chat\"],"
                + "\"priority\":\"low\",\"privateOnly\":true,\"networks\":[\"10.0.0.0/8\"]}");

    assertThat(ScopeJson.read(ScopeJson.write(scope))).isEqualTo(scope);
    assertThat(scope.priority()).isEqualTo(Priority.LOW);
  }

  private static KeyScope scope(String json) {
    return ScopeJson.read(parse(json));
  }

  private static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (java.io.IOException mistake) {
      throw new IllegalArgumentException(mistake);
    }
  }
}
