package io.tidegate.upstream.reading;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what is wanted of a node's JSON in one pass and passes over all else: a member of another
 * form than expected counts as one that is not there.
 */
public final class Members {

  /** Reads one member. */
  public interface Member {

    /** Reads or passes over the value of the member {@code name}, at whose start {@code in} is. */
    void read(String name, JsonParser in) throws IOException;
  }

  /** Reads one element of a list. */
  public interface Element {

    /** Reads or passes over the element at whose start {@code in} is. */
    void read(JsonParser in) throws IOException;
  }

  /** Judges one value that encloses no others; made once, so that to ask it takes no memory. */
  interface Leaf {

    /**
     * Whether the value at which {@code in} is in {@code json} is something.
     *
     * @param labels members whose values are nothing
     */
    boolean something(JsonParser in, byte[] json, Set<String> labels) throws IOException;
  }

  private static final Pattern ZERO = Pattern.compile("-?[0.]+([eE].*)?");

  private Members() {}

  /**
   * Has the outermost members of {@code json} read by {@code member}.
   *
   * @return what the outermost value is: an object, a list whose first element is one, or neither
   */
  public static Form ofWhole(byte[] json, Member member) {
    try (JsonParser in = AnswerJson.parser(json)) {
      boolean list = in.nextToken() == START_ARRAY;
      if ((list ? in.nextToken() : in.currentToken()) != START_OBJECT) {
        return Form.OTHER;
      }
      of(in, member);
      return list ? Form.LIST : Form.OBJECT;
    } catch (IOException notJson) {
      return Form.OTHER;
    }
  }

  /** What a JSON text is. */
  public enum Form {
    /** An object. */
    OBJECT,
    /** A list of an object, in which Google's services send their errors. */
    LIST,
    /** Anything else, or no JSON. */
    OTHER
  }

  /** The members of the object at which {@code in} is; anything else is passed over. */
  public static void of(JsonParser in, Member member) throws IOException {
    if (in.currentToken() != START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      member.read(name, in);
    }
  }

  /** The elements of the list at which {@code in} is; anything else is passed over. */
  public static void each(JsonParser in, Element element) throws IOException {
    if (in.currentToken() != START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != END_ARRAY) {
      element.read(in);
    }
  }

  /** The text at which {@code in} is, or null. */
  public static String text(JsonParser in) throws IOException {
    if (in.currentToken() != VALUE_STRING) {
      in.skipChildren();
      return null;
    }
    return in.getText();
  }

  /** The whole number at which {@code in} is, or {@code other}. */
  public static long number(JsonParser in, long other) throws IOException {
    if (in.currentToken() == VALUE_NUMBER_INT && in.getTextLength() < Long.SIZE / 4) {
      return in.getLongValue();
    }
    in.skipChildren();
    return other;
  }

  /**
   * Whether the value at which {@code in} is in {@code json} holds anything: null, false, 0 and an
   * empty text are nothing, and so is a list or an object of nothing but such. A text is left where
   * it is: whether it is empty is seen without decoding it.
   */
  public static boolean something(JsonParser in, byte[] json) throws IOException {
    return something(in, json, Set.of());
  }

  /** Whether the value holds anything but values of members that {@code labels} name. */
  static boolean something(JsonParser in, byte[] json, Set<String> labels) throws IOException {
    return something(in, json, labels, Members::leaf);
  }

  /** Passes over the value; whether anything in it is something by {@code leaf}. */
  static boolean something(JsonParser in, byte[] json, Set<String> labels, Leaf leaf)
      throws IOException {
    boolean something = leaf.something(in, json, labels);
    for (int depth = in.currentToken().isStructStart() ? 1 : 0; depth > 0; ) {
      JsonToken token = in.nextToken();
      if (token == null) {
        throw new IOException("the text breaks off");
      }
      depth += token.isStructStart() ? 1 : 0;
      depth -= token.isStructEnd() ? 1 : 0;
      something = something || leaf.something(in, json, labels);
    }
    return something;
  }

  private static boolean leaf(JsonParser in, byte[] json, Set<String> labels) throws IOException {
    boolean something =
        switch (in.currentToken()) {
          case VALUE_TRUE -> true;
          case VALUE_STRING -> AnswerJson.hasText(in, json);
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> !isZero(in.getText());
          default -> false;
        };
    // An element of a list has no name.
    return something && (in.currentName() == null || !labels.contains(in.currentName()));
  }

  /** Whether {@code number} is 0, however it is written. */
  static boolean isZero(String number) {
    return ZERO.matcher(number).matches();
  }

  /** The name at which {@code in} is in {@code json}, or null if there is none. */
  public static ChunkFacts.Named named(JsonParser in, byte[] json) throws IOException {
    String name = text(in);
    int start = (int) in.currentTokenLocation().getByteOffset();
    int end = (int) in.currentLocation().getByteOffset();
    boolean seen = name != null && start >= 0 && end <= json.length && json[start] == '"';
    return seen ? new ChunkFacts.Named(name, start, end) : null;
  }
}
