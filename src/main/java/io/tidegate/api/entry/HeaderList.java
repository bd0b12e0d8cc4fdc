package io.tidegate.api.entry;

import java.util.ArrayList;
import java.util.List;

/** Takes a header apart whose value is a list, and may hold quoted strings (RFC 9110, 5.6). */
public final class HeaderList {

  private HeaderList() {}

  /** The parts of {@code list} between its {@code mark}s, those within quotes left alone. */
  public static List<String> split(String list, char mark) {
    List<String> found = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int at = 0; at < list.length(); at++) {
      char next = list.charAt(at);
      if (quoted && next == '\\') {
        at++;
      } else if (next == '"') {
        quoted = !quoted;
      } else if (next == mark && !quoted) {
        found.add(list.substring(start, at));
        start = at + 1;
      }
    }
    found.add(list.substring(start));
    return found;
  }
}
