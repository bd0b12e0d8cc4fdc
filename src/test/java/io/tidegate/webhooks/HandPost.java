package io.tidegate.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A post whose letters are answered by hand, in any order. */
final class HandPost implements EventSender {

  /** A letter under way. */
  record Sent(SignedEvent letter, CompletableFuture<DeliveryOutcome> reply) {}

  private final List<SignedEvent> letters = new ArrayList<>();
  private final List<Sent> open = new ArrayList<>();

  @Override
  public CompletionStage<DeliveryOutcome> send(SignedEvent letter) {
    Sent sent = new Sent(letter, new CompletableFuture<>());
    letters.add(letter);
    open.add(sent);
    return sent.reply();
  }

  /** All letters so far. */
  List<SignedEvent> letters() {
    return letters;
  }

  /** The hosts of the letters under way. */
  List<String> open() {
    return open.stream().map(sent -> sent.letter().target().host()).toList();
  }

  /** Answers the newest letter under way. */
  void replyLast(DeliveryOutcome reply) {
    open.remove(open.size() - 1).reply().complete(reply);
  }

  /** Answers the oldest letter under way. */
  void reply(DeliveryOutcome reply) {
    open.remove(0).reply().complete(reply);
  }
}
