package io.tidegate.batches.lines;

import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.batches.state.SliceSpan;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Questions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Checks the input file of a batch, line by line, and cuts it into slices; thread-safe. */
public final class Validation {

  /** How many errors are told; a file with as many is not read any further. */
  static final int MOST_ERRORS = 100;

  /** OpenAI's bounds. */
  static final int MOST_LINES = 50_000;

  static final int MOST_EMBEDDINGS = 50_000;
  static final long MOST_BYTES = 200L << 20;

  /**
   * What a file says.
   *
   * @param total how many lines it has, without blank ones
   * @param model the model of its first line
   * @param slices all its lines
   * @param errors what is wrong with it; if anything is, the rest means nothing
   */
  public record Plan(int total, String model, List<SliceSpan> slices, List<LineError> errors) {

    public Plan {
      slices = List.copyOf(slices);
      errors = List.copyOf(errors);
    }

    /** The plan of a batch whose input has {@code errors}. */
    public static Plan failed(List<LineError> errors) {
      return new Plan(0, null, List.of(), errors);
    }
  }

  private final Questions questions;

  /** Checks the bodies of lines by {@code questions}. */
  public Validation(Questions questions) {
    this.questions = questions;
  }

  /**
   * Reads {@code file}.
   *
   * @param operation what all its lines must ask
   * @param each done with each line and each MiB: may throw to stop it
   * @throws IOException what reading threw
   */
  public Plan plan(InputStream file, Operation operation, Runnable each) throws IOException {
    InputLines lines = InputLines.ofFile(file, each);
    LineCheck check = new LineCheck(operation, questions);
    Slicing slicing = new Slicing();
    List<LineError> errors = new ArrayList<>();
    int total = 0;
    for (InputLines.Line line = lines.next(); line != null; line = lines.next()) {
      total++;
      String excess = excess(total, lines.position());
      if (excess != null) {
        errors.add(new LineError(excess, rule(excess), null, 0));
        return Plan.failed(errors);
      }
      check.check(line).ifPresent(errors::add);
      if (errors.size() >= MOST_ERRORS) {
        return Plan.failed(errors);
      }
      if (errors.isEmpty()) {
        slicing.add(line);
      }
    }
    if (total == 0) {
      errors.add(new LineError("empty_file", "The file has no line.", null, 0));
    }
    if (operation == Operation.EMBEDDINGS && check.inputs() > MOST_EMBEDDINGS) {
      String rule = "There must be at most " + MOST_EMBEDDINGS + " inputs in all lines.";
      errors.add(new LineError("too_many_inputs", rule, null, 0));
    }
    return errors.isEmpty()
        ? new Plan(total, check.model(), slicing.all(), errors)
        : Plan.failed(errors);
  }

  private static String excess(int lines, long bytes) {
    if (bytes > MOST_BYTES) {
      return "file_too_large";
    }
    return lines > MOST_LINES ? "too_many_lines" : null;
  }

  private static String rule(String excess) {
    return excess.equals("file_too_large")
        ? "The file must have at most 200 MiB."
        : "The file must have at most " + MOST_LINES + " lines.";
  }
}
