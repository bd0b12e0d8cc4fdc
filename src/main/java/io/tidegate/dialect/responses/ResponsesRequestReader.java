package io.tidegate.dialect.responses;

import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.dialect.RequestReader;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request.Range;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a request for a response. What needs a node that keeps earlier ones is refused: most nodes
 * keep none, and DeepSeek would answer without them and not say so.
 */
final class ResponsesRequestReader extends RequestReader {

  /** Tools that the client runs; all others are run by the node, each time anew. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("function", "custom", "namespace", "local_shell", "apply_patch");

  private static final String WHOLE = "must not be given: no node keeps earlier responses;";

  private Range input = Range.NONE;
  private Range instructions = Range.NONE;
  private Range prompt = Range.NONE;
  private boolean inputSeen;
  private Range tools = Range.NONE;
  private String cacheKey = "";
  private String user = "";
  private int maxOutput;
  private boolean repeatable = true;
  private final EncryptedMarks encrypted = new EncryptedMarks();

  ResponsesRequestReader(byte[] body) {
    super(body, Operation.RESPONSES);
  }

  @Override
  protected void member(String name, JsonParser in) throws IOException {
    switch (name) {
      case "input" -> input(in);
      case "instructions" -> instructions = isNull(in) ? Range.NONE : value(in);
      case "tools" -> tools = list(in, (at, tool) -> tool(tool));
      case "prompt_cache_key" -> cacheKey = text(in);
      case "user" -> user = userId(in);
      case "max_output_tokens" -> maxOutput = tokens(maxOutput, in);
      // Kept by the node under its id: it may be another one at the next call.
      case "prompt" -> {
        repeatable &= isNull(in);
        prompt = in.currentToken() == START_OBJECT ? value(in) : Range.NONE;
        in.skipChildren();
      }
      default -> state(name, in);
    }
  }

  private void state(String name, JsonParser in) throws IOException {
    switch (name) {
      case "previous_response_id" ->
          refuse(!isNull(in), name, WHOLE + " send the whole conversation in 'input'");
      case "conversation" ->
          refuse(!isNull(in), name, WHOLE + " send the whole conversation in 'input'");
      case "background" ->
          refuse(
              in.currentToken() == VALUE_TRUE,
              name,
              "must not be true: no node answers in the background; send 'Prefer: respond-async'");
      // Whoever has it stored may ask for it by its id, of which there must be one for each call.
      case "store" -> repeatable &= in.currentToken() != VALUE_TRUE;
      default -> {}
    }
    in.skipChildren();
  }

  private void input(JsonParser in) throws IOException {
    once(!inputSeen, "input");
    inputSeen = true;
    if (isNull(in)) {
      return;
    }
    if (in.currentToken() != VALUE_STRING && in.currentToken() != START_ARRAY) {
      throw invalid("input", "must be text or an array");
    }
    input = list(in, this::item);
  }

  private void item(int at, JsonParser in) throws IOException {
    String field = "input[" + at + "]";
    if (in.currentToken() != START_OBJECT) {
      throw invalid(field, "must be an object");
    }
    String type = "";
    while (in.nextToken() == FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("type")) {
        type = text(in);
      } else if (name.equals("encrypted_content")) {
        encrypted.read(in);
      }
      in.skipChildren();
    }
    refuse(type.equals("item_reference"), field, WHOLE + " send the item itself, with 'store' off");
  }

  private void tool(JsonParser in) throws IOException {
    String type = textWithin("type", in);
    repeatable &= type.isEmpty() || OF_THE_CLIENT.contains(type);
  }

  @Override
  protected String missing() {
    return asked().equals(Range.NONE) ? "input" : null;
  }

  @Override
  protected Own own() {
    return new Own(
        asked(), tools, cacheKey.isEmpty() ? user : cacheKey, maxOutput, true, repeatable, false);
  }

  /** The first of those that are given of which any will do. */
  private Range asked() {
    return Stream.of(input, instructions, prompt)
        .filter(range -> !range.equals(Range.NONE))
        .findFirst()
        .orElse(Range.NONE);
  }

  @Override
  protected List<String> encrypted() {
    return encrypted.latest();
  }

  private static void refuse(boolean broken, String field, String rule) throws FailureException {
    if (broken) {
      throw invalid(field, rule);
    }
  }

  private static boolean isNull(JsonParser in) {
    return in.currentToken() == VALUE_NULL;
  }
}
