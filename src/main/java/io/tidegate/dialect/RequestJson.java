package io.tidegate.dialect;

import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;
import static io.tidegate.exchange.ErrorCode.INVALID_JSON;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.io.IOException;

/** Reads the JSON of requests, whatever their dialect, and refuses what is none. */
public final class RequestJson {

  /** Reads a text, or one value of it. */
  public interface Visitor {

    /**
     * Reads the whole text, at whose first token {@code in} is to arrive, or the value it is at.
     */
    void read(JsonParser in) throws IOException;
  }

  private static final JsonFactory JSON = new JsonFactory();

  private static final String LIMITS =
      JSON.streamReadConstraints().getMaxNestingDepth()
          + " levels of nesting, "
          + JSON.streamReadConstraints().getMaxNameLength()
          + " characters in a name or "
          + JSON.streamReadConstraints().getMaxNumberLength()
          + " digits in a number";

  private RequestJson() {}

  /**
   * Has {@code body} read by {@code visitor}.
   *
   * @throws FailureException if it is no JSON, which says where; no words of the body are in it
   */
  public static void read(byte[] body, Visitor visitor) {
    try (JsonParser in = JSON.createParser(body)) {
      visitor.read(in);
    } catch (JsonProcessingException broken) {
      throw unread(broken);
    } catch (IOException impossible) {
      throw notJson(null);
    }
  }

  /** Whether the member {@code wanted} of the object at which {@code in} is is true. */
  public static boolean flagWithin(String wanted, JsonParser in) throws IOException {
    boolean[] found = {false};
    within(wanted, in, value -> found[0] = value.currentToken() == VALUE_TRUE);
    return found[0];
  }

  /** Reads the member {@code wanted} of the value at which {@code in} is, and passes over it. */
  public static void within(String wanted, JsonParser in, Visitor member) throws IOException {
    if (in.currentToken() == START_OBJECT) {
      while (in.nextToken() == FIELD_NAME) {
        boolean it = in.currentName().equals(wanted);
        in.nextToken();
        if (it) {
          member.read(in);
        }
        in.skipChildren();
      }
    }
    in.skipChildren();
  }

  private static FailureException unread(JsonProcessingException broken) {
    return broken instanceof StreamConstraintsException
        ? refusal("The body goes beyond " + LIMITS, broken.getLocation())
        : notJson(broken.getLocation());
  }

  /** The refusal of a body that is no JSON at {@code where}, which may be null. */
  public static FailureException notJson(JsonLocation where) {
    return refusal("The body is not valid JSON", where);
  }

  /** The refusal of a body that is JSON, and no object. */
  public static FailureException notAnObject() {
    return Failure.of(INVALID_JSON, "The body must be a JSON object.").asException();
  }

  private static FailureException refusal(String rule, JsonLocation where) {
    String place =
        where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    return Failure.of(INVALID_JSON, rule + place + ".").asException();
  }
}
