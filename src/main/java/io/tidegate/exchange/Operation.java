package io.tidegate.exchange;

/** What a call asks a node to do. */
public enum Operation {
  CHAT("/chat/completions", "chat", "messages", true),
  COMPLETION("/completions", "text_completion", "prompt", true),
  EMBEDDINGS("/embeddings", "embeddings", "input", false),
  RESPONSES("/responses", "responses", "input", true),
  MESSAGES("/messages", "messages", "messages", true),
  COUNT_TOKENS("/messages/count_tokens", "count_tokens", "messages", false);

  private final String path;
  private final String metricName;
  private final String inputName;
  private final boolean streams;

  Operation(String path, String metricName, String inputName, boolean streams) {
    this.path = path;
    this.metricName = metricName;
    this.inputName = inputName;
    this.streams = streams;
  }

  /** The path below a node's base URL, beginning with a slash. */
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

  /** The member of the request's body that holds what the model is to read. */
  public String inputName() {
    return inputName;
  }

  /** Whether its answer may be asked for as a stream. */
  public boolean streams() {
    return streams;
  }
}
