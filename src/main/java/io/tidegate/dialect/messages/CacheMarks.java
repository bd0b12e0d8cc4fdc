package io.tidegate.dialect.messages;

import com.fasterxml.jackson.core.JsonStreamContext;
import io.tidegate.dialect.Unread;
import java.util.Set;

/**
 * What a request for a message says to caches and to who sends the bill: marks of what a node is to
 * keep, and the block at the head of {@code system} by which Claude Code tells of itself, anew in
 * each request.
 */
final class CacheMarks implements Unread {

  private static final String MARK = "cache_control";

  /** Where blocks and tools lie; elsewhere, as in the input of a tool, the name is the user's. */
  private static final Set<String> PLACES = Set.of("system", "messages", "content", "tools");

  /** A block within the result of a tool lies in six lists and objects. */
  private static final int DEEPEST = 6;

  private static final String ATTRIBUTION = "x-anthropic-billing-header:";

  @Override
  public boolean member(JsonStreamContext object) {
    return MARK.equals(object.getCurrentName()) && amongBlocks(object.getParent());
  }

  private static boolean amongBlocks(JsonStreamContext outer) {
    if (outer.getNestingDepth() > DEEPEST) {
      return false;
    }
    for (JsonStreamContext each = outer; !each.inRoot(); each = each.getParent()) {
      if (each.inObject() && !PLACES.contains(each.getCurrentName())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean object(JsonStreamContext object, char[] chars, int from, int length) {
    return object.inObject()
        && "text".equals(object.getCurrentName())
        && firstOfSystem(object.getParent())
        && begins(chars, from, length);
  }

  private static boolean firstOfSystem(JsonStreamContext list) {
    return list.inArray()
        && list.getCurrentIndex() == 0
        && list.getParent().inObject()
        && "system".equals(list.getParent().getCurrentName())
        && list.getParent().getParent().inRoot();
  }

  private static boolean begins(char[] chars, int from, int length) {
    if (length < ATTRIBUTION.length()) {
      return false;
    }
    for (int at = 0; at < ATTRIBUTION.length(); at++) {
      if (chars[from + at] != ATTRIBUTION.charAt(at)) {
        return false;
      }
    }
    return true;
  }
}
