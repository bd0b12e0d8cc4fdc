package io.tidegate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An event that a tenant is told of, once: a subject has each type of event at most once, and the
 * event's id is made of both.
 *
 * @param type as {@code job.completed}
 * @param tenant who is told
 * @param subject the id of the job or the batch
 * @param url where it is told, checked by {@link Receivers#of} when it was given
 * @param at when it came to be, in epoch milliseconds
 */
public record WebhookEvent(String type, TenantId tenant, String subject, String url, long at) {

  private static final int ID_BYTES = 16;

  public WebhookEvent {
    requireNonNull(type, "type");
    requireNonNull(tenant, "tenant");
    requireNonNull(subject, "subject");
    requireNonNull(url, "url");
  }

  /** The event's id, {@code evt_} and 32 hexadecimal digits: the same however often it is told. */
  public String id() {
    byte[] hash = sha256(type + "\n" + subject);
    return "evt_" + HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
  }

  /** Without the URL, which may hold a credential of the receiver. */
  @Override
  public String toString() {
    return type + " of " + subject;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
