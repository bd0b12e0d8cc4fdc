package io.tidegate.api.usage;

import io.tidegate.api.usage.UsageJson.UsageLineJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Usage as CSV (RFC 4180): a head, then a line each. What a spreadsheet would take for a formula is
 * made text by an apostrophe before it (OWASP, CSV injection).
 */
final class UsageCsv {

  private static final List<String> HEAD =
      List.of(
          "day",
          "tenant",
          "key",
          "model",
          "calls",
          "cached_calls",
          "input_tokens",
          "cached_input_tokens",
          "output_tokens",
          "cost",
          "currency");

  private static final String FORMULA = "=+-@\t\r\n";

  private UsageCsv() {}

  /** The text of {@code usage}. */
  static String of(UsageJson usage) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    usage.data().forEach(line -> lines.add(cells(line, usage.currency())));
    return lines.stream()
        .map(line -> line.stream().map(UsageCsv::cell).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static List<String> cells(UsageLineJson line, String currency) {
    return List.of(
        told(line.day()),
        told(line.tenant()),
        told(line.key()),
        told(line.model()),
        Long.toString(line.calls()),
        Long.toString(line.cachedCalls()),
        Long.toString(line.inputTokens()),
        Long.toString(line.cachedInputTokens()),
        Long.toString(line.outputTokens()),
        line.cost().toPlainString(),
        currency);
  }

  private static String told(String name) {
    return name == null ? "" : name;
  }

  /** One cell, quoted where it has to be. */
  static String cell(String text) {
    String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
