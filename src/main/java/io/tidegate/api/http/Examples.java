package io.tidegate.api.http;

/** Example bodies for the OpenAPI description. */
public final class Examples {

  public static final String CHAT =
      """
      {"model": "deepseek-flash", "messages": [{"role": "user", "content": "Hello"}]}\
      """;

  public static final String COMPLETION =
      """
      {"model": "deepseek-flash", "prompt": "Once upon a time", "max_tokens": 32}\
      """;

  public static final String EMBEDDINGS =
      """
      {"model": "deepseek-flash", "input": ["first text", "second text"]}\
      """;

  public static final String RESPONSES =
      """
      {"model": "deepseek-flash", "input": "Hello"}\
      """;

  public static final String MESSAGES =
      """
      {"model": "deepseek-flash", "max_tokens": 64, "messages": [{"role": "user", "content": "Hi"}]}\
      """;

  public static final String COMPUTE =
      """
      {"input": "What is the capital of France?"}\
      """;

  public static final String NODE =
      """
      {"url": "http://10.0.0.7:8000/v1", "weight": 2, "maxConnections": 64, "models": ["m"]}\
      """;

  public static final String STRATEGY =
      "{\"model\": \"deepseek-flash\", \"strategy\": \"expected-first-token\"}";

  public static final String SWITCH =
      """
      {"reason": "provider down", "for": "PT30M"}\
      """;

  public static final String EXPERIMENT =
      """
      {"setting": "tidegate.balancing.strategy", "a": "weighted-least-connections",
       "b": "expected-first-token", "share": 0.5, "unit": "call", "for": "PT1H"}\
      """;

  public static final String NODE_CHANGE =
      """
      {"draining": true}\
      """;

  public static final String BATCH =
      """
      {"input_file_id": "file-0", "endpoint": "/v1/chat/completions", "completion_window": "24h"}\
      """;

  public static final String REHEARSAL =
      """
      {"trace": {"rate": 40, "seconds": 600, "prompt_tokens": 800, "answer_tokens": 150}}\
      """;

  public static final String TENANT =
      """
      {"name": "team-a", "priority": "normal", "description": "The search team"}\
      """;

  public static final String TENANT_CHANGE =
      """
      {"priority": "low"}\
      """;

  public static final String KEY =
      """
      {"tenant": "team-a", "label": "production", "expires": "2030-01-01T00:00:00Z",
       "scope": {"models": ["deepseek-*"], "networks": ["10.0.0.0/8"]}}\
      """;

  public static final String KEY_CHANGE =
      """
      {"scope": {"operations": ["chat"], "priority": "low"}}\
      """;

  public static final String KEY_ROTATION =
      """
      {"overlap": "PT24H"}\
      """;

  private Examples() {}
}
