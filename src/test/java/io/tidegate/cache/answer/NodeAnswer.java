package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.formats.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random chat answer, written both ways as one of two kinds of nodes writes it, each by its own
 * code here.
 */
final class NodeAnswer {

  /** How a node writes its answers. */
  enum Style {
    /** Usage in an event of its own, {@code refusal}, padding. */
    OPENAI,
    /** Usage on the last ordinary chunk, nulls for what a chunk does not continue. */
    DEEPSEEK
  }

  private static final String[] WORDS = {
    "42", " tide", "\n\n", "\"quoted\"", "深度", "🌊", "data: ", ": x", "\r", "\u2028", "\\", "é", " "
  };

  private record Tool(String id, String name, List<String> arguments) {}

  private record Said(
      List<String> thought, List<String> content, List<Tool> tools, boolean logged) {

    String reason() {
      return tools.isEmpty() ? "stop" : "tool_calls";
    }
  }

  private final Random random;
  private final Style style;
  private final List<Said> choices = new ArrayList<>();

  NodeAnswer(Random random, Style style) {
    this.random = random;
    this.style = style;
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      choices.add(said());
    }
  }

  private Said said() {
    List<Tool> tools = new ArrayList<>();
    boolean calls = random.nextInt(3) == 0;
    for (int left = calls ? 1 + random.nextInt(3) : 0; left > 0; left--) {
      tools.add(new Tool("call_" + random.nextInt(1000), "f" + left, pieces(0)));
    }
    List<String> content = tools.isEmpty() || random.nextBoolean() ? pieces(1) : null;
    return new Said(random.nextBoolean() ? pieces(1) : null, content, tools, random.nextBoolean());
  }

  private List<String> pieces(int least) {
    List<String> pieces = new ArrayList<>();
    for (int left = least + random.nextInt(5); left > 0; left--) {
      pieces.add(WORDS[random.nextInt(WORDS.length)]);
    }
    return pieces;
  }

  /** The answer in one body. */
  ObjectNode plain() {
    ObjectNode plain = envelope("chat.completion");
    ArrayNode list = plain.putArray("choices");
    for (Said said : choices) {
      ObjectNode choice = list.addObject().put("index", list.size() - 1);
      ObjectNode message = choice.putObject("message").put("role", "assistant");
      message.put("content", joined(said.content()));
      if (said.thought() != null) {
        message.put("reasoning_content", joined(said.thought()));
      }
      if (style == Style.OPENAI) {
        message.putNull("refusal");
      }
      for (Tool tool : said.tools()) {
        ObjectNode call = message.withArray("/tool_calls").addObject().put("id", tool.id());
        call.put("type", "function").putObject("function").put("name", tool.name());
        ((ObjectNode) call.get("function")).put("arguments", joined(tool.arguments()));
      }
      choice.putNull("logprobs").put("finish_reason", said.reason());
      if (said.logged() && said.content() != null) {
        ObjectNode logprobs = choice.putObject("logprobs").putNull("refusal");
        said.content().forEach(piece -> logged(logprobs.withArray("/content"), piece));
      }
    }
    plain.set("usage", usage());
    return plain;
  }

  /** The answer as a stream; {@code usage}: whether the call asked for that. */
  byte[] stream(boolean usage) {
    List<List<ObjectNode>> waiting = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      waiting.add(deltas(i, choices.get(i)));
    }
    List<ObjectNode> chunks = new ArrayList<>();
    while (waiting.stream().anyMatch(list -> !list.isEmpty())) {
      List<ObjectNode> next = waiting.get(random.nextInt(waiting.size()));
      if (!next.isEmpty()) {
        chunks.add(next.remove(0));
      }
    }
    for (int i = 0; i < choices.size(); i++) {
      ObjectNode end = choice(i, Json.object());
      chunks.add(end.put("finish_reason", choices.get(i).reason()));
    }
    return text(chunks, usage).getBytes(UTF_8);
  }

  private String text(List<ObjectNode> chunks, boolean usage) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < chunks.size(); i++) {
      ObjectNode chunk = envelope("chat.completion.chunk");
      chunk.putArray("choices").add(chunks.get(i));
      if (usage) {
        boolean tells = style == Style.DEEPSEEK && i == chunks.size() - 1;
        chunk.set("usage", tells ? usage() : null);
      }
      if (style == Style.OPENAI) {
        chunk.put("obfuscation", "x".repeat(random.nextInt(8)));
      }
      text.append("data: ").append(chunk).append("\n\n");
    }
    if (usage && style == Style.OPENAI) {
      ObjectNode last = envelope("chat.completion.chunk");
      last.putArray("choices");
      text.append("data: ").append(last.set("usage", usage()).toString()).append("\n\n");
    }
    return text.append("data: [DONE]\n\n").toString();
  }

  private List<ObjectNode> deltas(int index, Said said) {
    List<ObjectNode> deltas = new ArrayList<>();
    ObjectNode opening = Json.object().put("role", "assistant");
    opening.put("content", said.content() == null ? null : "");
    if (style == Style.OPENAI) {
      opening.putNull("refusal");
    }
    deltas.add(choice(index, opening));
    for (String piece : said.thought() == null ? List.<String>of() : said.thought()) {
      deltas.add(choice(index, delta("reasoning_content", "content", piece)));
    }
    for (String piece : said.content() == null ? List.<String>of() : said.content()) {
      String other = said.thought() == null ? null : "reasoning_content";
      ObjectNode choice = choice(index, delta("content", other, piece));
      if (said.logged()) {
        ObjectNode logprobs = choice.putObject("logprobs").putNull("refusal");
        logged(logprobs.putArray("content"), piece);
      }
      deltas.add(choice);
    }
    for (int i = 0; i < said.tools().size(); i++) {
      calls(index, i, said.tools().get(i), deltas);
    }
    return deltas;
  }

  private ObjectNode delta(String name, String other, String piece) {
    ObjectNode delta = Json.object().put(name, piece);
    return style == Style.DEEPSEEK && other != null ? delta.putNull(other) : delta;
  }

  private void calls(int index, int position, Tool tool, List<ObjectNode> deltas) {
    ObjectNode first = Json.object();
    ObjectNode call = first.putArray("tool_calls").addObject().put("index", position);
    call.put("id", tool.id()).put("type", "function").putObject("function");
    ((ObjectNode) call.get("function")).put("name", tool.name()).put("arguments", "");
    deltas.add(choice(index, first));
    for (String piece : tool.arguments()) {
      ObjectNode delta = Json.object();
      ObjectNode more = delta.putArray("tool_calls").addObject().put("index", position);
      more.putObject("function").put("arguments", piece);
      deltas.add(choice(index, delta));
    }
  }

  private static ObjectNode choice(int index, ObjectNode delta) {
    ObjectNode choice = Json.object().put("index", index);
    choice.set("delta", delta);
    return choice.putNull("logprobs").putNull("finish_reason");
  }

  private static void logged(ArrayNode list, String piece) {
    ObjectNode entry = list.addObject().put("token", piece).put("logprob", -0.25);
    entry.putArray("bytes").add(piece.length());
    entry.putArray("top_logprobs");
  }

  private ObjectNode envelope(String object) {
    ObjectNode envelope = Json.object().put("id", "0193-ab").put("object", object);
    envelope.put("created", 1_795_000_000L).put("model", "deepseek-flash");
    envelope.put("system_fingerprint", "fp_x1");
    return style == Style.OPENAI ? envelope.put("service_tier", "default") : envelope;
  }

  private static ObjectNode usage() {
    ObjectNode usage = Json.object().put("prompt_tokens", 120).put("completion_tokens", 9);
    usage.put("total_tokens", 129).put("prompt_cache_hit_tokens", 100);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 100);
    return usage;
  }

  private static String joined(List<String> pieces) {
    return pieces == null ? null : String.join("", pieces);
  }
}
