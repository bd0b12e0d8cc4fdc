package io.tidegate.api.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.store.DeadLetter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Shows dead letters to an administrator. */
final class DeadLetterJson {

  private DeadLetterJson() {}

  /** {@code letters}, of which there may be {@code more}. */
  static String of(List<DeadLetter> letters, boolean more) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = json.putArray("data");
    for (DeadLetter letter : letters) {
      data.addObject()
          .put("id", letter.id())
          .put("queue", letter.queue())
          .put("subject", letter.subject())
          .put("at", TimeUnit.MILLISECONDS.toSeconds(letter.sentAt()));
    }
    return json.put("has_more", more).toString();
  }

  /** What was done with how many. */
  static String done(String what, int count) {
    return JsonNodeFactory.instance.objectNode().put(what, count).toString();
  }
}
