package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.exchange.ModelFacts;
import io.tidegate.upstream.reading.AnswerJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a list of models in the forms that are in use: {@code {"data": [...]}} of OpenAI, the bare
 * array of Together, {@code {"models": [...]}} of Ollama and llama.cpp.
 *
 * <p>An entry is an object with its name under {@code id}, {@code model} or {@code name}, or the
 * name alone; what has no text for a name is skipped. No tree is made of it, however long it is.
 */
final class ModelList {

  private static final int LONGEST_NAME = 1_000;

  private final JsonParser json;
  private final Map<String, ModelFacts> data = new LinkedHashMap<>();
  private final Map<String, ModelFacts> models = new LinkedHashMap<>();

  private ModelList(JsonParser json) {
    this.json = json;
  }

  /**
   * The models that {@code text} lists, in its order, with what it tells of them.
   *
   * @throws IOException if it is no JSON
   */
  static Map<String, ModelFacts> read(String text) throws IOException {
    try (JsonParser json = AnswerJson.parser(text.getBytes(UTF_8))) {
      return new ModelList(json).read();
    }
  }

  private Map<String, ModelFacts> read() throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      entries(data);
    } else if (first == JsonToken.START_OBJECT) {
      members();
    }
    while (json.nextToken() != null) {
      json.skipChildren();
    }
    return data.isEmpty() ? models : data;
  }

  private void members() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      boolean list = json.nextToken() == JsonToken.START_ARRAY;
      if (list && name.equals("data")) {
        entries(data);
      } else if (list && name.equals("models")) {
        entries(models);
      } else {
        json.skipChildren();
      }
    }
  }

  private void entries(Map<String, ModelFacts> list) throws IOException {
    for (JsonToken next = json.nextToken();
        next != JsonToken.END_ARRAY && next != null;
        next = json.nextToken()) {
      if (next == JsonToken.VALUE_STRING) {
        add(list, json.getText(), ModelFacts.UNKNOWN);
      } else if (next == JsonToken.START_OBJECT) {
        entry(list);
      } else {
        json.skipChildren();
      }
    }
  }

  private void entry(Map<String, ModelFacts> list) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, Long> numbers = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      JsonToken value = json.nextToken();
      switch (member) {
        case "id", "model", "name" -> {
          if (value == JsonToken.VALUE_STRING && !json.getText().isBlank()) {
            names.put(member, json.getText());
          }
        }
        case "created", "max_model_len", "context_length" -> {
          if (value.isNumeric()) {
            numbers.put(member, positive(json.getDoubleValue()));
          }
        }
        default -> {}
      }
      json.skipChildren();
    }
    String name = names.getOrDefault("id", names.getOrDefault("model", names.get("name")));
    add(list, name, facts(numbers));
  }

  private static void add(Map<String, ModelFacts> list, String name, ModelFacts facts) {
    if (name != null && !name.isBlank() && name.length() <= LONGEST_NAME) {
      list.putIfAbsent(name, facts);
    }
  }

  private static ModelFacts facts(Map<String, Long> numbers) {
    return new ModelFacts(
        numbers.getOrDefault("created", 0L),
        numbers.getOrDefault("max_model_len", 0L),
        numbers.getOrDefault("context_length", 0L));
  }

  /** The cast stops at the largest long, however large the number is. */
  private static long positive(double number) {
    return Math.max(0, (long) number);
  }
}
