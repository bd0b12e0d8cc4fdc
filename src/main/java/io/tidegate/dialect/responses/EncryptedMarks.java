package io.tidegate.dialect.responses;

import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.dialect.TextHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Marks of the {@code encrypted_content} of items: the account that made it alone can read it, and
 * it is known again by a hash. For one text.
 */
final class EncryptedMarks {

  /** So many of the latest tell who the maker is: a server that knows none of them forgot it. */
  private static final int MOST = 8;

  private final List<String> marks = new ArrayList<>(2);

  /** Marks the text at which {@code in} is; anything else is passed over. */
  void read(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_STRING && in.getTextLength() > 0) {
      marks.add(TextHash.of(in.getText()));
    }
    in.skipChildren();
  }

  /** All marks, in order. */
  List<String> all() {
    return List.copyOf(marks);
  }

  /** Some of them, the latest first. */
  List<String> latest() {
    List<String> latest =
        new ArrayList<>(marks.subList(Math.max(0, marks.size() - MOST), marks.size()));
    Collections.reverse(latest);
    return latest;
  }
}
