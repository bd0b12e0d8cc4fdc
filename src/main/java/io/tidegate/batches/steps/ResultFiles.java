package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.InputLines;
import io.tidegate.batches.lines.OutputLines;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.RequestLine;
import io.tidegate.files.BatchFiles;
import io.tidegate.files.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the results of one batch into its files, a page at a time: first those that were answered.
 * Not thread-safe.
 */
final class ResultFiles {

  private static final String PURPOSE = "batch_output";

  /** The clocks of two servers may differ by that much, in milliseconds. */
  private static final long SKEW = 600_000;

  private final StepStore store;
  private final BatchFiles contents;
  private final StepStore.Work work;
  private final Batch batch;
  private final Runnable lease;
  private final boolean whole;

  /** The numbers of the lines whose results were left out. */
  private final Set<Integer> unreadable = new HashSet<>();

  /**
   * Files of {@code work}, whose {@code lease} is told often that they are being written.
   *
   * @param whole whether what cannot be read fails the file that it belongs to; else it is left
   *     out, and told of where that can be
   */
  ResultFiles(
      StepStore store, BatchFiles contents, StepStore.Work work, Runnable lease, boolean whole) {
    this.store = requireNonNull(store, "store");
    this.contents = requireNonNull(contents, "contents");
    this.work = requireNonNull(work, "work");
    this.batch = work.batch();
    this.lease = requireNonNull(lease, "lease");
    this.whole = whole;
  }

  /** Removes files of an end that was begun before, and did not come to be. */
  void removeOrphans() {
    long since = Math.max(batch.times().finalizing(), batch.times().cancelling()) - SKEW;
    for (String name : List.of(name("output"), name("error"))) {
      contents.named(batch.tenant(), PURPOSE, name, since).forEach(this::remove);
    }
  }

  /** Removes the file {@code id}; nothing if it is null. */
  void remove(String id) {
    if (id != null) {
      contents.delete(batch.tenant(), id);
    }
  }

  /** Writes the lines that were answered; the id of the file, or null if there is none. */
  String output() throws IOException {
    return batch.counts().completed() == 0
        ? null
        : contents.store(file("output"), out -> results(out, true));
  }

  /**
   * Writes the lines that failed, never ran or cannot be read; the id of the file, or null if there
   * is none.
   */
  String error() throws IOException {
    return batch.counts().completed() == batch.counts().total() && unreadable.isEmpty()
        ? null
        : contents.store(
            file("error"),
            out -> {
              results(out, false);
              unrun(out);
            });
  }

  private NewFile file(String kind) {
    Duration keep = work.keepOutput() == 0 ? null : Duration.ofMillis(work.keepOutput());
    return new NewFile(batch.tenant(), PURPOSE, name(kind), keep);
  }

  private String name(String kind) {
    return batch.id() + "_" + kind + ".jsonl";
  }

  private void results(OutputStream out, boolean ok) throws IOException {
    int after = 0;
    for (List<BatchResult> page = store.results(batch.id(), ok, after);
        !page.isEmpty();
        page = store.results(batch.id(), ok, after)) {
      lease.run();
      for (BatchResult result : page) {
        write(out, result);
        after = result.line();
      }
    }
  }

  private void write(OutputStream out, BatchResult result) throws IOException {
    byte[] text;
    try {
      text = result.text().bytes();
    } catch (RuntimeException broken) {
      if (whole) {
        throw broken;
      }
      unreadable.add(result.line());
      return;
    }
    out.write(text);
    out.write('\n');
  }

  private void unrun(OutputStream out) throws IOException {
    if (work.ending() == BatchStatus.COMPLETED && unreadable.isEmpty()) {
      return;
    }
    Set<Integer> written = new HashSet<>(store.lines(batch.id()));
    written.removeAll(unreadable);
    OutputLines lines = new OutputLines(batch);
    try (InputStream file = contents.open(batch.tenant(), batch.files().input())) {
      InputLines input = InputLines.ofFile(file, lease);
      for (InputLines.Line line = input.next(); line != null; line = input.next()) {
        if (!written.contains(line.number())) {
          out.write(without(line, lines));
          out.write('\n');
        }
      }
    } catch (FailureException refused) {
      // Without the file nobody knows what its lines are called.
      if (!mayLack(refused.failure().code())) {
        throw refused;
      }
    }
  }

  private boolean mayLack(ErrorCode input) {
    return input == ErrorCode.NOT_FOUND || (input == ErrorCode.STORED_DATA_UNREADABLE && !whole);
  }

  private byte[] without(InputLines.Line line, OutputLines lines) {
    String id = RequestLine.parse(line.content().bytes()).text("custom_id");
    return unreadable.contains(line.number())
        ? lines.unreadable(line.number(), id)
        : lines.unrun(line.number(), id, work.ending());
  }
}
