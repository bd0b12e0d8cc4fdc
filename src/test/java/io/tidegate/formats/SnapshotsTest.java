package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes stream in {@code message}, beside deltas or in their place. */
class SnapshotsTest {

  private static final String HELLO =
      "{'choices':[{'index':0,'message':{'role':'assistant','content':'Hello'},"
          + "'finish_reason':'stop'}]}";

  @Test
  void aMessageBesideDeltasSaysWhatTheySayAlready() throws IOException {
    assertThat(
            accumulated(
                "'delta':{'role':'assistant','content':'Hel'},"
                    + "'message':{'role':'assistant','content':'Hel'}",
                "'delta':{'content':'lo'}",
                "'delta':null,'message':{'role':'assistant','content':'Hello'},"
                    + "'finish_reason':'stop'"))
        .isEqualTo(json(HELLO));
  }

  @Test
  void theLastMessageThatSaysSomethingCountsWhereNoDeltaDoes() throws IOException {
    assertThat(
            accumulated(
                "'delta':{'role':'assistant','content':''}",
                "'message':{'role':'assistant','content':'Hel'}",
                "'message':{'role':'assistant','content':'Hello'}",
                "'message':{'content':''},'finish_reason':'stop'"))
        .isEqualTo(json(HELLO));
  }

  @Test
  void messagesThatAreNoMoreThanPiecesAreJoined() throws IOException {
    assertThat(
            accumulated(
                "'message':{'role':'assistant','content':'Hel'}",
                "'message':{'content':'lo'},'finish_reason':'stop'"))
        .isEqualTo(json(HELLO));
  }

  @Test
  void pieceBehindPieceIsJoinedThoughTheFirstTwoAreTheSame() throws IOException {
    assertThat(
            content(
                "'message':{'role':'assistant','content':'ha'}",
                "'message':{'content':'ha'}",
                "'message':{'content':'!'}"))
        .isEqualTo("haha!");
  }

  @Test
  void theSameTextAgainIsAPieceWhereTheRoleDoesNotComeAgain() throws IOException {
    assertThat(
            content(
                "'message':{'role':'assistant','content':'ha'}",
                "'message':{'content':'ha'},'finish_reason':'stop'"))
        .isEqualTo("haha");
  }

  @Test
  void theSameTextAgainIsAPieceWhereTheEndComesWithoutIt() throws IOException {
    assertThat(
            content(
                "'message':{'role':'assistant','content':'ha'},'finish_reason':null",
                "'message':{'role':'assistant','content':'ha'},'finish_reason':''",
                "'message':{'role':'assistant','content':''},'finish_reason':'stop'"))
        .isEqualTo("haha");
  }

  @Test
  void theSameTextAgainIsTheWholeMessageWhereNothingSpeaksForPieces() throws IOException {
    String same = "'message':{'role':'assistant','content':'Yes'}";

    assertThat(content(same, same)).isEqualTo("Yes");
    assertThat(content(same, same + ",'finish_reason':'stop'")).isEqualTo("Yes");
  }

  @Test
  void aWholeCallThatIsRepeatedIsThereOnce() throws IOException {
    String call = "'tool_calls':[{'id':'c','function':{'name':'f','arguments':'{}'}}]}";

    assertThat(
            accumulated(
                    "'message':{'role':'assistant'," + call,
                    "'message':{" + call,
                    "'message':{},'finish_reason':'tool_calls'")
                .at("/choices/0/message/tool_calls")
                .size())
        .isEqualTo(1);
  }

  @Test
  void thoughtsAndCallsOfASnapshotAreThereOnce() throws IOException {
    String call = "'tool_calls':[{'id':'c','function':{'name':'f','arguments':'%s'}}]";
    String thinks = "'message':{'reasoning_content':'%s'}";
    assertThat(
            accumulated(
                String.format(thinks, "A"),
                String.format(thinks, "AB"),
                "'message':{'reasoning_content':'AB'," + String.format(call, "{") + "}",
                "'message':{'reasoning_content':'AB'," + String.format(call, "{}") + "}"))
        .isEqualTo(
            json(
                "{'choices':[{'index':0,'message':{'role':'assistant','content':null,"
                    + "'reasoning_content':'AB',"
                    + String.format(call, "{}")
                    + "}}]}"));
  }

  private static String content(String... choices) throws IOException {
    return accumulated(choices).at("/choices/0/message/content").textValue();
  }

  private static ObjectNode accumulated(String... choices) throws IOException {
    List<Events.Chunk> read = new ArrayList<>();
    for (String choice : choices) {
      read.add(new Events.Chunk(0, 0, json("{'choices':[{'index':0," + choice + "}]}")));
    }
    return Accumulated.of(read);
  }

  private static ObjectNode json(String text) throws IOException {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }
}
