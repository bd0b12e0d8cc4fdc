package io.tidegate.dialect;

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

  /** Reads an object. */
  public interface Reading {

    /** Reads the whole text, at whose first token {@code in} is to arrive. */
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
   * Has {@code body} read by {@code reading}.
   *
   * @throws FailureException if it is no JSON, which says where; no words of the body are in it
   */
  public static void read(byte[] body, Reading reading) {
    try (JsonParser in = JSON.createParser(body)) {
      reading.read(in);
    } catch (JsonProcessingException broken) {
      throw unread(broken);
    } catch (IOException impossible) {
      throw notJson(null);
    }
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
