package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.ErrorEnvelope;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'Too long.','type':'t','param':null,'code':null}}",
        "{'error':'Too long.'}",
        "{'error':'Too long.','error_type':'validation'}",
        "{'object':'error','message':'Too long.','type':'BadRequestError','param':null,'code':400}",
        "{'detail':'Too long.'}",
        "{'detail':[{'type':'missing','loc':['body','messages'],'msg':'Too"
            + " long.','input':{'a':'b'}}]}",
        "{'detail':{'error':{'message':'Too long.'}}}",
        "{'message':'Too long.'}",
        "{'Message':'Too long.','__type':'ValidationException'}",
        "{'msg':'Too long.','code':17}",
        "{'error_msg':'Too long.','error_code':336003}",
        "{'errorMessage':'Too long.'}",
        "[{'error':{'code':400,'message':'Too long.','status':'INVALID_ARGUMENT'}}]",
        "{'error':{'error':{'message':'Too long.'}}}",
        "{'error':{'message':{'reason':'Too long.'}}}",
        "{'errors':[{'code':7000,'message':'Too long.'}],'success':false}",
        "{'errors':['Too long.']}",
        "{'type':'error','error':{'type':'invalid_request_error','message':'Too long.'}}",
        "{'type':'about:blank','title':'Bad Request','status':400,'detail':'Too long.'}",
        "{'timestamp':'2026','status':400,'error':'Bad Request','message':'Too"
            + " long.','path':'/v1'}",
        "{'error':{'message':'','code':null},'message':'Too long.'}",
        "{'error':true,'reason':'Too long.'}",
        "{'fault':{'faultstring':'Too long.'}}"
      })
  void findsTheWordsInEachFormOfJson(String body) {
    assertThat(read(body).message()).isEqualTo("Too long.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Too long.'",
        "['Too long.']",
        "Too long.",
        "\n\n  Too long.\n",
        "\ufeff{'error':'Too long.'}",
        "<html><head><title>Too long.</title></head><body><h1>nginx</h1></body></html>",
        "<!DOCTYPE html>\n<HTML><BODY><H1 class=x>Too long.</H1><p>more</BODY></HTML>",
        "<?xml version='1.0'?><Error><Code>X</Code><Message>Too long.</Message></Error>",
        "<p>Too <b>long.</b></p><script>var a = 'x';</script>",
        "data: {'error':{'message':'Too long.'}}\n\ndata: [DONE]\n\n",
        "event: error\ndata: {'message':'Too long.'}\n\n",
        "error: {'message':'Too long.','code':400}\n\n",
        ": hm\ndata: Too long.\n\n",
        "{'error':{'message':'Too long.'",
        "{'message':'Too long.",
        "{'message':'Too long.','input':'xx\\",
        "{'message':'Too long.','input':'xx\\u00"
      })
  void findsTheWordsInWhatIsNoOrHalfJson(String body) {
    assertThat(read(body).message().replace(" .", ".")).isEqualTo("Too long.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  \n", "{}", "[]", "null", "{'a':{'b':[]}}", "<html></html>", "{'error':{}}"})
  void hasNoWordsWhereThereAreNone(String body) {
    assertThat(read(body).message()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'m','type':'t','param':'p','code':'c'}} | t | p | c | 500",
        "{'error':{'code':503,'message':'full','param':null}}        |   |   | 503 | 503",
        "{'object':'error','message':'m','type':'BadRequestError','param':null,'code':400} |"
            + " BadRequestError | | 400 | 400",
        "{'error':'m','error_type':'validation'}                     | validation |  |  | 422",
        "{'error':{'message':'m','code':'x'},'status':429}           |   |   | x | 429",
        "{'type':'error','error':{'type':'overloaded_error','message':'m'}} | overloaded_error | |"
            + " | 529",
        "[{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT'}}] | | | 400 | 400"
      })
  void readsKindFieldCodeAndStatus(
      String body, String type, String param, String code, int status) {
    NodeError error = read(body);

    assertThat(error.type()).isEqualTo(type);
    assertThat(error.param()).isEqualTo(param);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.status()).isEqualTo(status);
  }

  @Test
  void keepsWhatElseTheNodesErrorHolds() throws IOException {
    JsonNode error =
        passed(
            "{'error':{'message':'m','type':'invalid_prompt_error','code':'content_filter','status':400,"
                + "'innererror':{'content_filter_result':{'hate':{'filtered':true,'severity':1.50}}},"
                + "'metadata':{'provider_name':'p','raw':null}}}");

    assertThat(error.path("type").asText()).isEqualTo("invalid_prompt_error");
    assertThat(error.path("code").asText()).isEqualTo("content_filter");
    assertThat(error.at("/innererror/content_filter_result/hate/filtered").asBoolean()).isTrue();
    assertThat(error.at("/innererror/content_filter_result/hate/severity").decimalValue())
        .isEqualByComparingTo("1.50");
    assertThat(error.path("metadata").path("provider_name").asText()).isEqualTo("p");
    assertThat(error.path("status").asInt()).isEqualTo(400);
    assertThat(error.has("param")).isTrue();
  }

  @Test
  void cutsWordsAndLeavesOutWhatIsTooLarge() throws IOException {
    String long1 = "x".repeat(100_000);
    JsonNode error =
        passed("{'error':{'input':'" + long1 + "','message':'Too long: " + long1 + "','a':'b'}}");

    assertThat(error.path("message").asText())
        .startsWith("Too long: xxx")
        .hasSizeBetween(4000, 4200);
    assertThat(error.has("input")).isFalse();
    assertThat(error.path("a").asText()).isEqualTo("b");
    assertThat(read("y".repeat(1_000_000)).message()).hasSizeLessThan(4200);
  }

  @Test
  void findsTheWordsOfABodyThatIsCutInTheMidstOfThem() {
    assertThat(
            read("{'object':'error','message':'maximum context length is 9" + "0".repeat(70_000))
                .message())
        .startsWith("maximum context length is 9");
  }

  @Property(tries = 1000)
  void neverThrowsAndAlwaysMakesAnEnvelope(@ForAll byte[] bytes) throws IOException {
    JsonNode error = envelope(ErrorReader.read(bytes));

    assertThat(error.path("message").asText()).isNotBlank();
  }

  @Property(tries = 1000)
  void findsTheFirstWordsHoweverMuchIsCutBehindThem(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String text =
        "{'error':{'message':'Too \\u00e9 \\\\ long.','x':[1,-2.5e7,NaN,{'y':'\\ud83c\\udf0a"
            + " \u6df1'}],'code':'c'}}";
    byte[] body = text.replace('\'', '"').getBytes(UTF_8);
    int from = new String(body, ISO_8859_1).indexOf("long.") + 5;
    int length = from + random.nextInt(body.length - from + 1);
    NodeError error = ErrorReader.read(Arrays.copyOf(body, length));

    assertThat(error.message()).isEqualTo("Too \u00e9 \\ long.");
    assertThat(envelope(error).path("message").asText()).isEqualTo("Too \u00e9 \\ long.");
  }

  @Test
  void survivesWhatIsDeepOrLong() {
    assertThat(read("{'a':".repeat(20_000) + "'x'").message()).isNull();
    assertThat(read("[".repeat(50_000)).status()).isEqualTo(500);
    assertThat(read("{'message':'m','n':" + "9".repeat(100_000) + "}").message()).isEqualTo("m");
    assertThat(read("{'message':'m','n':1e999999999}").message()).isEqualTo("m");
  }

  private static NodeError read(String body) {
    return ErrorReader.read(body.replace('\'', '"').getBytes(UTF_8));
  }

  private static JsonNode passed(String body) throws IOException {
    return envelope(read(body));
  }

  private static JsonNode envelope(NodeError error) throws IOException {
    return JSON.readTree(ErrorEnvelope.ofNode(error.object())).path("error");
  }
}
