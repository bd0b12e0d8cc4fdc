package io.tidegate.webhooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An event as it is sent once, signed as Standard Webhooks 1.0 says.
 *
 * @param target where to
 * @param id the event's id
 * @param seconds when this attempt was made, in epoch seconds
 * @param body JSON, with the members of Standard Webhooks and those of OpenAI's webhooks
 * @param signature one for each secret, separated by spaces
 */
record SignedEvent(ReceiverUrl target, String id, long seconds, String body, String signature) {

  private static final int MILLIS = 1000;

  /**
   * The request that tells of {@code event} at {@code now}, in epoch milliseconds.
   *
   * @param secrets what to sign with, in the order of the signatures
   */
  static SignedEvent of(WebhookEvent event, ReceiverUrl target, List<Secret> secrets, long now) {
    return signed(target, event.id(), body(event), secrets, now);
  }

  /** A letter of {@code body}, JSON, with the id {@code id} at {@code now}. */
  static SignedEvent signed(
      ReceiverUrl target, String id, String body, List<Secret> secrets, long now) {
    long seconds = now / MILLIS;
    String content = id + "." + seconds + "." + body;
    String signature =
        secrets.stream().map(secret -> secret.sign(content)).collect(Collectors.joining(" "));
    return new SignedEvent(target, id, seconds, body, signature);
  }

  private static String body(WebhookEvent event) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", event.id())
            .put("object", "event")
            .put("type", event.type())
            .put("created_at", event.at() / MILLIS)
            .put("timestamp", Instant.ofEpochMilli(event.at()).toString());
    body.putObject("data").put("id", event.subject());
    return body.toString();
  }
}
