package io.tidegate.exchange;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One line of a file of requests: a line of an OpenAI batch, which has a {@code body}, or else a
 * body itself, told by what it asks with. Immutable once parsed.
 */
public final class RequestLine {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String VERSION = "/v1";
  private static final String URLS =
      Arrays.stream(Operation.values())
          .map(operation -> VERSION + operation.path())
          .collect(joining(", "));
  private static final Set<String> OF_A_BATCH = Set.of("custom_id", "method", "url");

  private final byte[] line;
  private final Set<String> members = new HashSet<>();
  private final Map<String, String> texts = new HashMap<>();
  private byte[] body;

  private RequestLine(byte[] line) {
    this.line = line;
  }

  /**
   * What {@code line} says.
   *
   * @throws FailureException unless it is one JSON object in UTF-8 whose members are given once
   */
  public static RequestLine parse(byte[] line) {
    RequestLine parsed = new RequestLine(line);
    try (JsonParser in = JSON.createParser(line)) {
      parsed.read(in);
    } catch (IOException broken) {
      throw rule(INVALID_JSON, "It must be a JSON object in UTF-8.");
    }
    return parsed;
  }

  /** Whether it has a {@code body}, as a line of a batch. */
  public boolean hasBody() {
    return body != null;
  }

  /** The body of the request, byte for byte as in the line; not to be changed. */
  public byte[] body() {
    return body == null ? line : body;
  }

  /** The value of {@code custom_id}, {@code method} or {@code url}; null if it is no string. */
  public String text(String member) {
    return texts.get(member);
  }

  /**
   * What it asks.
   *
   * @throws FailureException that names the rule which it breaks
   */
  public Operation operation() {
    if (body == null) {
      return byContent();
    }
    if (!"POST".equals(texts.get("method"))) {
      throw rule(INVALID_VALUE, "'method' must be POST.");
    }
    return byUrl();
  }

  private void read(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw rule(INVALID_JSON, "It must be a JSON object in UTF-8.");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (!members.add(name)) {
        throw rule(INVALID_VALUE, "A member is given twice.");
      }
      member(name, in);
    }
    if (in.nextToken() != null) {
      throw rule(INVALID_JSON, "It must be one JSON object.");
    }
  }

  private void member(String name, JsonParser in) throws IOException {
    int start = (int) in.currentTokenLocation().getByteOffset();
    if (in.currentToken() == JsonToken.VALUE_STRING && OF_A_BATCH.contains(name)) {
      texts.put(name, in.getText());
    }
    in.skipChildren();
    if (name.equals("body")) {
      in.finishToken();
      int end = (int) in.currentLocation().getByteOffset();
      if (start < 0) {
        throw rule(INVALID_JSON, "It must be a JSON object in UTF-8.");
      }
      body = Arrays.copyOfRange(line, start, end);
    }
  }

  private Operation byUrl() {
    String url = texts.getOrDefault("url", "");
    String path = url.startsWith(VERSION) ? url.substring(VERSION.length()) : url;
    for (Operation operation : Operation.values()) {
      if (operation.path().equals(path)) {
        return operation;
      }
    }
    throw rule(INVALID_VALUE, "'url' must be one of " + URLS + ".");
  }

  private Operation byContent() {
    if (members.contains("messages")) {
      return Operation.CHAT;
    }
    if (members.contains("prompt") || members.contains("prompt_embeds")) {
      return Operation.COMPLETION;
    }
    if (members.contains("input")) {
      return Operation.EMBEDDINGS;
    }
    throw rule(INVALID_VALUE, "There must be 'body', or one of 'messages', 'prompt', 'input'.");
  }

  private static FailureException rule(ErrorCode code, String rule) {
    return Failure.of(code, rule).asException();
  }
}
