package io.tidegate.exchange;

import java.util.List;

/** What a call asks a node to do. */
public enum Operation {
  CHAT(DialectName.CHAT, "/chat/completions", "chat", "messages"),
  COMPLETION(DialectName.CHAT, "/completions", "text_completion", "prompt", "prompt_embeds"),
  EMBEDDINGS(DialectName.CHAT, "/embeddings", "embeddings", "input", "messages"),
  RESPONSES(DialectName.RESPONSES, "/responses", "responses", "input"),
  MESSAGES(DialectName.MESSAGES, "/messages", "messages", "messages"),
  COUNT_TOKENS(DialectName.MESSAGES, "/messages/count_tokens", "count_tokens", "messages");

  private final DialectName dialect;
  private final String path;
  private final String metricName;

  @SuppressWarnings("ImmutableEnumChecker") // the list is one that cannot be changed
  private final List<String> inputNames;

  Operation(DialectName dialect, String path, String metricName, String... inputNames) {
    this.dialect = dialect;
    this.path = path;
    this.metricName = metricName;
    this.inputNames = List.of(inputNames);
  }

  /** The API to which it belongs. */
  public DialectName dialect() {
    return dialect;
  }

  /** The path below a base URL, beginning with a slash. */
  public String path() {
    return path;
  }

  /**
   * The value of {@code gen_ai.operation.name} in OpenTelemetry's GenAI conventions, which have no
   * names of their own for the newer APIs.
   */
  public String metricName() {
    return metricName;
  }

  /** The member of the request's body that usually holds what the model is to read. */
  public String inputName() {
    return inputNames.get(0);
  }

  /** The members of which any may hold it, the usual one first: some nodes take the others. */
  public List<String> inputNames() {
    return inputNames;
  }

  /** Whether its answer may be asked for as a stream. */
  public boolean streams() {
    return this != EMBEDDINGS && this != COUNT_TOKENS;
  }
}
