package io.tidegate.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A post whose letters are answered by hand, in any order. */
final class HandPost implements Post {

  /** A letter under way. */
  record Sent(Letter letter, CompletableFuture<Reply> reply) {}

  private final List<Letter> letters = new ArrayList<>();
  private final List<Sent> open = new ArrayList<>();

  @Override
  public CompletionStage<Reply> send(Letter letter) {
    Sent sent = new Sent(letter, new CompletableFuture<>());
    letters.add(letter);
    open.add(sent);
    return sent.reply();
  }

  /** All letters so far. */
  List<Letter> letters() {
    return letters;
  }

  /** The hosts of the letters under way. */
  List<String> open() {
    return open.stream().map(sent -> sent.letter().target().host()).toList();
  }

  /** Answers the oldest letter under way. */
  void reply(Reply reply) {
    open.remove(0).reply().complete(reply);
  }
}
