package io.tidegate.webhooks;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends what is not a tenant's event to a receiver that the operator has named; guarded and signed
 * as events are, but neither stored nor repeated. Thread-safe.
 */
public final class WebhookSender {

  /** Who receives, and what is signed with. It never shows itself. Immutable. */
  public static final class Receiver {

    private final String url;
    private final List<Secret> secrets;

    private Receiver(String url, List<Secret> secrets) {
      this.url = url;
      this.secrets = List.copyOf(secrets);
    }

    @Override
    public String toString() {
      return "a receiver";
    }
  }

  private final ReceiverPolicy rules;
  private final EventSender post;
  private final InstantSource wall;

  WebhookSender(ReceiverPolicy rules, EventSender post, InstantSource wall) {
    this.rules = requireNonNull(rules, "rules");
    this.post = requireNonNull(post, "post");
    this.wall = requireNonNull(wall, "wall");
  }

  /**
   * The receiver that {@code settings} give under {@code prefix}: {@code webhook-url} and {@code
   * webhook-secret}.
   *
   * @return nothing if there is no URL
   * @throws SettingException if the URL is no good, or there is no secret
   */
  public Optional<Receiver> receiver(Settings settings, String prefix) {
    String urlKey = prefix + "webhook-url";
    String secretKey = prefix + "webhook-secret";
    Optional<String> url = settings.text(urlKey);
    if (url.isEmpty()) {
      // Known, and of no use.
      var unused = settings.text(secretKey);
      return Optional.empty();
    }
    List<String> secrets = settings.required(secretKey, Set.of());
    String key = urlKey;
    try {
      var unused = rules.check(url.get());
      key = secretKey;
      return Optional.of(new Receiver(url.get(), secrets.stream().map(Secret::parse).toList()));
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, broken.getMessage());
    }
  }

  /**
   * Sends {@code body}, JSON, once; the stage never fails, and ends in time.
   *
   * @param id the same each time the same is sent
   * @return why it did not arrive, or nothing if it did
   */
  public CompletionStage<Optional<String>> send(Receiver receiver, String id, String body) {
    SignedEvent letter;
    try {
      letter =
          SignedEvent.signed(rules.check(receiver.url), id, body, receiver.secrets, wall.millis());
    } catch (IllegalArgumentException broken) {
      return CompletableFuture.completedStage(Optional.of(Problem.URL_REFUSED.label()));
    }
    return post.send(letter)
        .thenApply(reply -> Optional.ofNullable(reply.problem()).map(Problem::label));
  }
}
