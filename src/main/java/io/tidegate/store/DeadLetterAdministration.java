package io.tidegate.store;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an administrator does with dead letters.
 *
 * <p>Blocks its callers. Throws {@link FailureException}: {@code NOT_FOUND} for a letter that is
 * not there, and {@code STORE_UNAVAILABLE} while the broker is away. Thread-safe.
 */
public final class DeadLetterAdministration {

  /** Something done at the broker. */
  private interface Work<T> {
    T run() throws BrokerException;
  }

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
  public DeadLetterAdministration(DeadLetters letters, Predicate<String> revive) {
    this.letters = requireNonNull(letters, "letters");
    this.revive = requireNonNull(revive, "revive");
  }

  /** The oldest letters, a hundred at most. */
  public Page<DeadLetter> list() {
    return told(() -> Page.of(letters.list(MOST + 1), MOST));
  }

  /**
   * Has the work of the letter {@code id} tried again: a message for a job that has failed would be
   * dropped, so such a job is revived, which sends a message of its own.
   */
  public void retry(String id) {
    found(told(() -> isRevived(id) ? letters.purge(id) : letters.retry(id)));
  }

  private boolean isRevived(String id) throws BrokerException {
    Optional<String> job =
        letters.list(FAR).stream()
            .filter(letter -> letter.id().equals(id) && letter.queue().equals(Queues.JOBS))
            .map(DeadLetter::subject)
            .findFirst();
    return job.isPresent() && revive.test(job.get());
  }

  /** Throws the letter {@code id} away. */
  public void purge(String id) {
    found(told(() -> letters.purge(id)));
  }

  /** Throws all letters away, and tells how many there were. */
  public int purgeAll() {
    return told(letters::purgeAll);
  }

  private static void found(boolean found) {
    if (!found) {
      throw Failure.ofParam(NOT_FOUND, "id", "There is no such dead letter.").asException();
    }
  }

  private static <T> T told(Work<T> work) {
    try {
      return work.run();
    } catch (BrokerException away) {
      throw Failure.of(STORE_UNAVAILABLE, "The broker is away.").asException();
    }
  }
}
