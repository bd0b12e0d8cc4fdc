package io.tidegate.batches.state;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.util.List;
import java.util.Map;

/**
 * A batch as it stands; immutable. Times are epoch milliseconds, 0 when not reached.
 *
 * @param id {@code batch_} and 32 hexadecimal digits
 * @param tenant its owner
 * @param operation what all lines ask
 * @param model the model of its first line, or null before it was read
 * @param status where it is
 * @param files its files
 * @param times when what happened
 * @param counts how many lines there are
 * @param tokens what the lines took
 * @param errors why it failed: what was wrong with the input file, at most some of it, or why its
 *     results could not be written; empty unless failed
 * @param metadata the owner's own words
 */
public record Batch(
    String id,
    TenantId tenant,
    Operation operation,
    String model,
    BatchStatus status,
    FileIds files,
    Times times,
    Counts counts,
    Tokens tokens,
    List<LineError> errors,
    Map<String, String> metadata) {

  /** The ids of its files; {@code output} and {@code error} are null until they exist. */
  public record FileIds(String input, String output, String error) {}

  /** When what happened, or will: it {@code expires} unless it has ended before. */
  public record Times(
      long created,
      long inProgress,
      long expires,
      long finalizing,
      long completed,
      long failed,
      long expired,
      long cancelling,
      long cancelled) {}

  /** How many lines there are, have been answered, and have failed. */
  public record Counts(int total, int completed, int failed) {}

  /** What the lines took. */
  public record Tokens(long input, long cached, long output, long reasoning) {}

  /** A line of the input file, from 1, that is wrong; 0 when it is about the file. */
  public record LineError(String code, String message, String param, int line) {}

  public Batch {
    requireNonNull(id, "id");
    requireNonNull(tenant, "tenant");
    requireNonNull(operation, "operation");
    requireNonNull(status, "status");
    requireNonNull(files, "files");
    requireNonNull(times, "times");
    requireNonNull(counts, "counts");
    requireNonNull(tokens, "tokens");
    errors = List.copyOf(errors);
    metadata = Map.copyOf(metadata);
  }
}
