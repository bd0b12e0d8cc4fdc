package io.tidegate.api.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.BrokerException;
import io.tidegate.store.DeadLetter;
import io.tidegate.store.DeadLetters;
import io.tidegate.store.Queues;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What an administrator does with dead letters. Thread-safe; blocks its callers. */
public final class DeadLetterDesk {

  /** The most letters shown. */
  private static final int MOST = 100;

  /** How far back one is looked for. */
  private static final int FAR = 10_000;

  private final DeadLetters letters;
  private final Predicate<String> revive;

  /**
   * Deals with {@code letters}.
   *
   * @param revive lets a job that failed with its letter run again, by its id; false for one that
   *     did not
   */
  public DeadLetterDesk(DeadLetters letters, Predicate<String> revive) {
    this.letters = requireNonNull(letters, "letters");
    this.revive = requireNonNull(revive, "revive");
  }

  /** The oldest letters. */
  DeadLetterListJson list() throws BrokerException {
    List<DeadLetter> found = letters.list(MOST + 1);
    boolean more = found.size() > MOST;
    return DeadLetterListJson.of(more ? found.subList(0, MOST) : found, more);
  }

  /**
   * Has the work of the letter {@code id} tried again: a message for a job that has failed would be
   * dropped, so such a job is revived, which sends a message of its own.
   *
   * @return whether there was such a letter
   */
  boolean retry(String id) throws BrokerException {
    Optional<String> job =
        letters.list(FAR).stream()
            .filter(letter -> letter.id().equals(id) && letter.queue().equals(Queues.JOBS))
            .map(DeadLetter::subject)
            .findFirst();
    boolean revived = job.isPresent() && revive.test(job.get());
    return revived ? letters.purge(id) : letters.retry(id);
  }

  /** Throws the letter {@code id} away; false if there was none. */
  boolean purge(String id) throws BrokerException {
    return letters.purge(id);
  }

  /** Throws all letters away, and tells how many there were. */
  int purgeAll() throws BrokerException {
    return letters.purgeAll();
  }
}
