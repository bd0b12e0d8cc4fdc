package io.tidegate.upstream;

/**
 * The error object of a node.
 *
 * @param message the node's words, or null
 * @param param the field it blames, or null
 * @param code its code, text or number as text, or null
 */
record NodeError(String message, String param, String code) {

  static final NodeError UNKNOWN = new NodeError(null, null, null);

  /**
   * The status the error stands for when it came under a status of 200.
   *
   * <p>SGLang and vLLM report a full queue that way, with the status as their code. What names no
   * status counts as the node's failure.
   */
  int status() {
    if (code != null && code.matches("[45]\\d\\d")) {
      return Integer.parseInt(code);
    }
    return "service_unavailable_error".equals(code) ? 503 : 500;
  }
}
