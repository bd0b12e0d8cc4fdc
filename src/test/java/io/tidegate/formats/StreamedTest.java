package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StreamedTest {

  private static final String HEAD = "'id':'0193','object':'chat.completion.chunk','created':1,";
  private static final String PLAIN =
      "{'id':'0193','object':'chat.completion','created':1,'choices':["
          + "{'index':0,'message':{'role':'assistant','content':'42','refusal':null,"
          + "'reasoning_content':'6*7'},'logprobs':{'content':[1.50]},'finish_reason':'stop'},"
          + "{'index':1,'message':{'role':'assistant','content':null,'tool_calls':["
          + "{'index':9,'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
          + "{'id':'b','type':'function','function':{'name':'g','arguments':'[]'}}]},"
          + "'logprobs':null,'finish_reason':'tool_calls','matched_stop':7}],"
          + "'usage':{'total_tokens':9}}";

  @Test
  void saysAllBeforeAnyChoiceEnds() throws IOException {
    assertThat(streamed(PLAIN, false))
        .isEqualTo(
            event(0, "'delta':{'role':'assistant','refusal':null,'content':''}", "null")
                + event(0, "'delta':{'reasoning_content':'6*7'}", "null")
                + event(0, "'delta':{'content':'42'}", "null,'logprobs':{'content':[1.50]}")
                + event(1, "'delta':{'role':'assistant','content':null}", "null")
                + event(
                    1,
                    "'delta':{'tool_calls':["
                        + "{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                        + "{'id':'b','type':'function','function':{'name':'g','arguments':'[]'},'index':1}]}",
                    "null")
                + event(0, "'delta':{}", "'stop'")
                + event(1, "'delta':{}", "'tool_calls','logprobs':null,'matched_stop':7")
                + "data: [DONE]\n\n");
  }

  @Test
  void tellsUsageLastAndAloneToWhoAskedForIt() throws IOException {
    String with = streamed(PLAIN, true);

    assertThat(with)
        .endsWith(
            text("data: {" + HEAD + "'choices':[],'usage':{'total_tokens':9}}\n\n")
                + "data: [DONE]\n\n");
    assertThat(with.replace(text(",'usage':null"), "").replaceAll("data: [^\n]*total.*\n\n", ""))
        .isEqualTo(streamed(PLAIN, false));
  }

  @Test
  void streamsTexts() throws IOException {
    assertThat(
            streamed(
                "{'object':'text_completion','choices':[{'text':'x):','index':0,"
                    + "'logprobs':{'tokens':['x']},'finish_reason':'stop'}]}",
                false))
        .isEqualTo(
            text(
                "data: {'object':'text_completion','choices':[{'index':0,'text':'x):',"
                    + "'finish_reason':null,'logprobs':{'tokens':['x']}}]}\n\n"
                    + "data: {'object':'text_completion','choices':[{'index':0,'text':'',"
                    + "'finish_reason':'stop'}]}\n\ndata: [DONE]\n\n"));
  }

  @Test
  void numbersChoicesThatHaveNoNumber() throws IOException {
    assertThat(streamed("{'choices':[{'text':'a'},{'text':'b'}]}", false))
        .contains(text("{'index':0,'text':'a'"), text("{'index':1,'text':'b'"));
  }

  private static String event(int index, String said, String reason) {
    return text(
        "data: {"
            + HEAD
            + "'choices':[{'index':"
            + index
            + ","
            + said
            + ",'finish_reason':"
            + reason
            + "}]}\n\n");
  }

  private static String streamed(String plain, boolean usage) throws IOException {
    return new String(Streamed.of(Json.read(text(plain).getBytes(UTF_8)), usage), UTF_8);
  }

  private static String text(String text) {
    return text.replace('\'', '"');
  }
}
