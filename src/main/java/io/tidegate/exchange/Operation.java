package io.tidegate.exchange;

/** What a call asks a node to do. */
public enum Operation {
  CHAT("/chat/completions", "chat"),
  COMPLETION("/completions", "text_completion"),
  EMBEDDINGS("/embeddings", "embeddings");

  private final String path;
  private final String metricName;

  Operation(String path, String metricName) {
    this.path = path;
    this.metricName = metricName;
  }

  /** The path below a node's base URL, beginning with a slash. */
  public String path() {
    return path;
  }

  /** The value of {@code gen_ai.operation.name} in OpenTelemetry's GenAI conventions. */
  public String metricName() {
    return metricName;
  }
}
