package io.tidegate.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What is said of a path or a method that is not there, and what to use in its place. */
final class HttpPaths {

  private static final int LONGEST = 200;

  private static final Pattern RESPONSES = Pattern.compile("(/v1)?/responses(/.*)?");
  private static final Pattern MESSAGES = Pattern.compile("/anthropic(/.*)?|(/v1)?/messages(/.*)?");
  private static final Pattern DEPLOYMENTS = Pattern.compile("(/v1)?/openai/deployments/.*");
  private static final Pattern TWICE = Pattern.compile("/v1/v1/.*");

  private HttpPaths() {}

  /** What a client is told that asked for a path of {@code http} that there is not. */
  static String missing(HttpServletRequest http) {
    return "There is nothing at " + path(http) + "." + instead(http.getRequestURI());
  }

  /** What a client is told whose method the path of {@code http} does not take. */
  static String notTaken(HttpServletRequest http) {
    return path(http) + " does not take " + http.getMethod() + ".";
  }

  private static String path(HttpServletRequest http) {
    String path = http.getRequestURI();
    return path.length() > LONGEST ? path.substring(0, LONGEST) + "..." : path;
  }

  private static String instead(String path) {
    if (RESPONSES.matcher(path).matches()) {
      return " Responses are not kept: there is POST /v1/responses alone.";
    }
    if (MESSAGES.matcher(path).matches()) {
      return " Of Anthropic's API there are POST /v1/messages, POST /v1/messages/count_tokens and"
          + " GET /v1/models, also below /anthropic.";
    }
    if (DEPLOYMENTS.matcher(path).matches()) {
      return " Azure's paths are not served: use OpenAI's, with the base URL ending in /v1.";
    }
    if (TWICE.matcher(path).matches()) {
      return " The base URL ends in /v1 already.";
    }
    return "";
  }
}
