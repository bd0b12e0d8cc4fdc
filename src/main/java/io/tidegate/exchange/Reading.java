package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * Reads an answer to its end as it comes in: signals come as it grows, and the first look from who
 * began.
 *
 * <p>INVARIANT: one thread at a time is in {@code each} or {@code ended}, and {@code ended} comes
 * once and last.
 */
public final class Reading {

  private final AnswerReader reader;
  private final Consumer<byte[]> each;
  private final Consumer<Answer> ended;
  private final Turns turns = new Turns();
  private boolean over;

  private Reading(AnswerReader reader, Consumer<byte[]> each, Consumer<Answer> ended) {
    this.reader = requireNonNull(reader, "reader");
    this.each = requireNonNull(each, "each");
    this.ended = requireNonNull(ended, "ended");
  }

  /**
   * Begins to read by {@code reader}, which is closed at the end.
   *
   * @param each given each event, which it must not change; it must neither block nor throw
   * @param ended given the answer once that has ended; likewise
   */
  public static void begin(AnswerReader reader, Consumer<byte[]> each, Consumer<Answer> ended) {
    Reading reading = new Reading(reader, each, ended);
    reader.listen(reading::look);
    reading.look();
  }

  private void look() {
    turns.take(this::read);
  }

  private void read() {
    if (over) {
      return;
    }
    for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
      each.accept(event);
      reader.passedOn(event.length);
    }
    if (reader.finished()) {
      over = true;
      reader.close();
      ended.accept(reader.answer());
    }
  }
}
